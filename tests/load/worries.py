"""What the people of a load run type: made-up worries of everyday length, without a name."""

from __future__ import annotations

WORRIES = (
    "Year 4 lad always hungry, same jumper all week, and mum has stopped answering the phone.",
    "She is six and keeps falling asleep at her table. Says she gets herself up because everyone is still in bed.",
    "A boy in year 9 has new trainers and two phones, is missing in the evenings and will not say who collects him.",
    "Dad shouts so loudly at the gate that the little one wets herself. It happened again this morning.",
    "The baby has not gained weight since the last visit and mum said she feels like she is going under.",
    "Year 2, no coat, asks for seconds and thirds every lunch, puts bread in his bag. Third week of it now.",
    "There is a bruise on his upper arm and he changes the story each time I ask how it happened.",
    "Attendance is down to sixty per cent since the family moved into one room. Both parents are trying hard.",
    "He told me his stepdad broke the door last night and that mum slept in the bathroom with the baby.",
    "Teenager caring for her mum before and after school, shopping, cooking, getting the twins to nursery.",
)
MORE = (
    "He is eight and it has gone on for about two months.",
    "It is getting worse, and there is a toddler at home too.",
    "The family agree to have some help and there is no plan yet.",
    "No marks that I could see, but she is frightened of going home.",
)
