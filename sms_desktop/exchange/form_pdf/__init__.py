"""Forms as a PDF to fill in: made for the mail, and read when they come back.

:mod:`~sms_desktop.exchange.form_pdf.writing` makes them, :mod:`~sms_desktop.exchange.form_pdf.reading`
reads what any program saved, and :mod:`~sms_desktop.exchange.form_pdf.errors` holds what may be wrong.
"""
