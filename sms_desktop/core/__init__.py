"""What a session is and what can be done with it: values and pure functions, no Qt, no paper."""
