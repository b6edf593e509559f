"""The few sentences that are Slack's own: titles of parts, where an answer went, what is kept. The rest are core's."""

from __future__ import annotations

RING = "Ring"
WHO_TO_CALL = "Who to call"
WHY = "Why"
SET_ASIDE = "Set aside"
NOTE = "Note for your own record"
WITHOUT = "Without those words"
SEND_WITHOUT = "Send it without those words"
WEB_PAGE = "Web page"
CHOOSE = "Choose"
WHICH_COUNCIL = "Which council is it? Then I can give you its own words and numbers."

HELPFUL = "Helpful"
NOT_HELPFUL = "Not helpful"
HELPFUL_READ = "This answer was helpful. Only a number is kept."
NOT_HELPFUL_READ = "This answer was not helpful. Only a number is kept."
COUNTED = "Thank you. I counted it, and kept nothing else."

ANSWERED_PRIVATELY = "I have answered you in our direct message. Only you can see that, and this."
ASKED_IN = "You asked me in <#{channel}>. Nobody there sees this answer."
CHOSEN_IN = "About the message you chose in <#{channel}>. Nobody there sees this answer."
ONLY_YOU = "Only you can see this. To go on typing, write to me directly."

NOT_SERVED = (
    "I am not set up for this workspace, so I read nothing. If a child is in danger now, ring 999. "
    "Otherwise ring your council's children's duty team or your safeguarding lead."
)
LAST_RESORT = (
    "Something went wrong on my side. Nothing was kept. Don't wait for me: if a child is in danger now, ring 999. "
    "Otherwise ring your council's children's duty team, or talk to your safeguarding lead."
)

THINKING = "is reading"
PROMPTS_TITLE = "Tell me about a worry for a child, without names. Or:"
PROMPTS: tuple[tuple[str, str], ...] = (
    ("Who do I call now?", "call list"),
    (
        "Try an example",
        "Year 4 boy, always hungry, wears the same jumper all week, mum has stopped answering the phone",
    ),
    ("How does this work, what is kept?", "help"),
    ("Change council", "change council"),
)
AGENT_DESCRIPTION = (
    "Tell me about a worry for a child, without names. I say which level of need it comes closest to in your council's "
    "published words, why, what to do next, and who to ring at this hour. Nothing you type is kept by me, unless "
    "you send it to the officers."
)
