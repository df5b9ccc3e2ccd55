"""The pages: one folder an area, each with `routes.py` (a `blueprint`) and `forms.py`."""
