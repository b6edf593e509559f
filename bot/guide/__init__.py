"""The printable guide: one A4 page for an authority, a level and a kind of setting, as HTML and as PDF.

`content.py` chooses what stands on the page (pure: a pack in, a frozen `Guide` out); `page.py` draws it. What is said
in every guide, and which settings there are, stands in `guide.yaml`.
"""
