"""Contacts as services of Open Referral UK (HSDS 3.0, UK profile), and back.

One contact is one service with one contact point. What the format has a field for goes there, so that any directory can
show it; what only we know goes into `attributes` of our own taxonomy, so that nothing is lost on the way back. No
person's name is written, and none is read: the format's contact `name` is a person's.
"""
