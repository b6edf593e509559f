"""A phone number stands in quotes and is one that can exist in the United Kingdom.

PASS  number: "0161 770 7777"
FAIL  number: 0161 770 7777      (no quotes: an editor may drop the 0)
FAIL  number: "0161 770 777"     (a digit is missing)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import phonenumbers

from knowledge.errors import Fault
from knowledge.load import Read
from knowledge.schema.contact import ContactFile

RULE = "phone"
LONGEST_SHORT_CODE = 6


def check(files: Read, _today: dt.date) -> Iterator[Fault]:
    """A fault for each number without quotes, or that no telephone could dial."""
    for _, file, document in files.of(ContactFile):
        for index, contact in enumerate(file.contacts):
            for place, phone in enumerate(contact.phones):
                path = ("contacts", index, "phones", place, "number")
                if path in document.unquoted:
                    instead = f'Write "{phone.number}".'
                    yield Fault(document.position(path), RULE, "The number has no quotes around it.", "", instead)
                if not can_be_dialled(phone.number):
                    what = f"'{phone.number}' is not a number that can exist in the United Kingdom."
                    yield Fault(
                        document.position(path), RULE, what, "A digit may be missing.", "Check it digit by digit."
                    )


def can_be_dialled(number: str) -> bool:
    """Whether a telephone in England could dial it: a short code such as 101, or a valid national number."""
    if len(number.replace(" ", "")) <= LONGEST_SHORT_CODE:
        return number.isdecimal()
    return phonenumbers.is_valid_number(phonenumbers.parse(number, "GB"))
