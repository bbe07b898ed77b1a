"""What a guide of the play is made of, and the first: empathy."""

from typing import NamedTuple

from operations.simulation.words import Texts, t


class Line(NamedTuple):
    """What somebody says in a scene; `note` tells what the words do."""

    who: str  # "you" or "them"
    words: Texts
    note: Texts | None = None


class Scene(NamedTuple):
    title: Texts
    situation: Texts
    lines: list[Line]
    lesson: Texts
    crisis: bool = False


class Pairs(NamedTuple):
    """What to do, and what not to."""

    pairs: list[tuple[Texts, Texts]]


class Asked(NamedTuple):
    """A question of the check; the first answer is the right one, and is shown where `place` says."""

    text: Texts
    answers: list[Texts]
    explanation: Texts
    place: int


type Part = list[Texts] | Scene | Pairs


class Guide(NamedTuple):
    slug: str
    picture: str
    title: Texts
    lead: Texts
    parts: list[Part]
    check: list[Asked]


EMPATHY = Guide(
    slug="listening",
    picture="letter",
    title=t("Listen so that people tell you more", "会听，别人才愿意说", "Słuchaj tak, by ludzie mówili więcej"),
    lead=t(
        "Empathy is not being nice. It is finding out what a moment is like for somebody else.",
        "同理心不是客气，而是弄清楚：这一刻，对方是什么感受。",
        "Empatia to nie uprzejmość. To sprawdzenie, jak dana chwila wygląda dla kogoś innego.",
    ),
    parts=[
        [
            t(
                "On a visit you are two people: a customer who wants something, and an observer who remembers. Be the customer first.",
                "体验时你有两个身份：想办成事的客户，和记住细节的观察者。先做客户。",
                "Podczas wizyty jesteś dwiema osobami: klientem, który czegoś chce, i obserwatorem, który pamięta. Najpierw bądź klientem.",
            ),
            t(
                "Write down the feeling before the judgement. “I waited nine minutes and did not know whether anybody had seen me” helps a "
                "department. “Bad service” does not.",
                "先记感受，再下判断。“我等了九分钟，不知道有没有人看见我”，部门看得懂；“服务差”，谁也改不了。",
                "Najpierw zapisz uczucie, potem ocenę. „Czekam dziewięć minut i nie wiem, czy ktoś mnie widzi” pomaga działowi. „Zła "
                "obsługa” nie.",
            ),
        ],
        Scene(
            title=t("The colleague who had a long day", "累了一天的同事", "Koleżanka po długim dniu"),
            situation=t(
                "You are the ninth in the queue. The person at the counter does not look up.",
                "你排在第九位。柜台里的同事一直没抬头。",
                "Przed Tobą stoi osiem osób. Osoba przy okienku nie podnosi wzroku.",
            ),
            lines=[
                Line("them", t("Next. What is it?", "下一位。办什么？", "Następny. O co chodzi?")),
                Line(
                    "you",
                    t(
                        "Good evening. Busy day? My new card has not come, and I travel on Friday.",
                        "晚上好，今天挺忙吧？我的新卡还没到，周五就要出门了。",
                        "Dobry wieczór. Ciężki dzień? Nie przyszła moja nowa karta, a w piątek wyjeżdżam.",
                    ),
                    t(
                        "A human word first, then the matter, then the date that counts.",
                        "先说一句人话，再说事，最后说关键日期。",
                        "Najpierw ludzkie słowo, potem sprawa, potem data, która się liczy.",
                    ),
                ),
                Line(
                    "them",
                    t(
                        "Friday, let me see. It is at the courier. I can have it kept at the counter.",
                        "周五……我看看。卡在快递那儿，我可以让他们留在网点。",
                        "Piątek… zobaczę. Jest u kuriera. Mogę ją zatrzymać w oddziale.",
                    ),
                ),
            ],
            lesson=t(
                "Note both: how you were met, and that it turned once the person had a reason to help.",
                "两样都记下：一开始怎么接待你的，以及对方有了理由帮忙之后，事情怎么转了弯。",
                "Zapisz jedno i drugie: jak Cię przyjęto i że wszystko się zmieniło, gdy ktoś miał powód pomóc.",
            ),
        ),
        Pairs(
            [
                (
                    t("Ask “What happened then?”", "问：“后来呢？”", "Pytaj: „I co było dalej?”"),
                    t("Ask “Was that annoying?”", "问：“是不是很烦？”", "Nie pytaj: „Denerwujące, prawda?”"),
                ),
                (
                    t("Keep their own words in quotes", "把原话放进引号", "Zapisuj ich własne słowa w cudzysłowie"),
                    t("Tidy up what they said", "替别人润色", "Nie wygładzaj cudzych słów"),
                ),
                (
                    t("Judge the step", "评价环节", "Oceniaj krok"),
                    t("Judge the person", "评价人", "Nie oceniaj człowieka"),
                ),
            ]
        ),
    ],
    check=[
        Asked(
            t("Which note helps a department most?", "哪条记录对部门最有用？", "Która notatka najbardziej pomoże działowi?"),
            [
                t(
                    "“Nine minutes, and nobody said that I had been seen”",
                    "“等了九分钟，没人告诉我已经看到我了”",
                    "„Dziewięć minut i nikt nie powiedział, że mnie widzi”",
                ),
                t("“Bad service, as always”", "“服务差，老样子”", "„Zła obsługa, jak zwykle”"),
                t("“The man with the glasses was rude”", "“戴眼镜的那位态度不好”", "„Pan w okularach był niemiły”"),
            ],
            t(
                "It says what happened and what it was like. The others judge, and one of them judges a person.",
                "它说清了发生什么、感受如何。另外两条都在下判断，其中一条还针对人。",
                "Mówi, co się stało i jakie to było. Pozostałe oceniają, a jedna z nich ocenia człowieka.",
            ),
            1,
        ),
        Asked(
            t("Somebody stops talking. What do you do?", "对方不说了，你怎么办？", "Ktoś milknie. Co robisz?"),
            [
                t("Wait, then ask what happened then", "等一等，再问“后来呢”", "Czekam, potem pytam, co było dalej"),
                t("Tell a story of your own", "讲讲自己的经历", "Opowiadam własną historię"),
                t("Offer them an answer", "替对方说出答案", "Podsuwam odpowiedź"),
            ],
            t(
                "Silence is where people look for words. What you put there is yours and not theirs.",
                "沉默时，人在找词。你塞进去的，是你的话，不是对方的。",
                "W ciszy ludzie szukają słów. To, co tam włożysz, będzie Twoje, nie ich.",
            ),
            0,
        ),
        Asked(
            t("What comes first on a visit?", "体验时先做什么？", "Co jest najpierw podczas wizyty?"),
            [
                t("Being the customer", "先做客户", "Bycie klientem"),
                t("Taking notes", "先做笔记", "Robienie notatek"),
                t("Finding a mistake", "先找毛病", "Szukanie błędu"),
            ],
            t(
                "Who hunts for mistakes finds them, but misses what the visit was like. Notes come right afterwards.",
                "一心找毛病，总能找到，却错过了整体感受。笔记结束后马上写。",
                "Kto poluje na błędy, znajdzie je, ale przegapi, jaka była wizyta. Notatki rób zaraz po niej.",
            ),
            2,
        ),
    ],
)
