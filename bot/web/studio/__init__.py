"""The studio: where officers edit the draft, see what is wrong and what changes, and publish with a colleague.

    app.py          the routes                          studio.py      everything the pages need, in one value
    door.py         who may come in, and with what      bodies.py      what a browser sent
    people.py       who an officer is                   sessions.py    the signed cookie
    links.py        one-time links, on this machine     oidc.py        the sign-in service
    drafts.py       the files of the draft              unsaved.py     kept while somebody types
    presence.py     who else is there                   edits.py       the journal of who changed what
    checks.py       what is wrong, also as one types    shelf.py       the files as records, each read once
    houses.py       the draft, ready to answer          comparing.py   what changes for whom, beside the pages
    compared.py     the process that works it out       shared_job.py  how far it is, for every process

The other files are pages, each with its handlers. Only officers named in app.yaml come in, and each request asks
app.yaml again. Nothing here changes what practitioners are answered: that is `bot.officers.publishing`, with a second
person.
"""
