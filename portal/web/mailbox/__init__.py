"""The mails of the embedded set-up, readable in the browser because nothing sends them out."""
