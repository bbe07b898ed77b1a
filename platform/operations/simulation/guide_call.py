"""The guide for a calm call to a hotline."""

from operations.simulation.guides import Asked, Guide, Line, Pairs, Scene
from operations.simulation.words import t

HOTLINE = Guide(
    slug="calm-call",
    picture="mailbox",
    title=t("A calm call to the hotline", "给客服热线打一通冷静的电话", "Spokojny telefon na infolinię"),
    lead=t(
        "What to have ready, what to say first, and what to write down while you wait.",
        "准备什么，先说什么，等待时记什么。",
        "Co mieć pod ręką, co powiedzieć najpierw i co zapisać podczas czekania.",
    ),
    parts=[
        [
            t(
                "Have the card, the date of your last statement and a pen at hand. Look at the clock when it rings, and again when a "
                "person answers.",
                "手边备好卡片、最近一期账单日期和笔。拨通时看一眼表，有人接起时再看一眼。",
                "Miej pod ręką kartę, datę ostatniego wyciągu i długopis. Spójrz na zegar, gdy dzwoni, i znów, gdy ktoś odbierze.",
            ),
            t(
                "Say in one sentence what you want. A good sentence has a thing, a wish and a date.",
                "用一句话说清来意：什么事、想怎样、什么时候要。",
                "W jednym zdaniu powiedz, czego chcesz. Dobre zdanie ma rzecz, życzenie i datę.",
            ),
        ],
        Scene(
            title=t("Passed on for the third time", "第三次被转接", "Przełączanie po raz trzeci"),
            situation=t(
                "Two people have already asked for your name and your matter.",
                "前面已有两位问过你的姓名和来意。",
                "Dwie osoby pytały już o Twoje nazwisko i sprawę.",
            ),
            lines=[
                Line("them", t("What can I do for you?", "请问有什么可以帮你？", "W czym mogę pomóc?")),
                Line(
                    "you",
                    t(
                        "I am with you for the third time today. Can you see what I told your colleagues?",
                        "我今天是第三次被转过来了。前两位同事记下的，你看得到吗？",
                        "To dziś trzecia rozmowa. Czy widać, co mówię od początku Pana kolegom?",
                    ),
                    t(
                        "A question instead of a reproach: you learn whether they share what customers say.",
                        "用提问代替责怪，还能知道：客户说的话，他们之间共享吗？",
                        "Pytanie zamiast wyrzutu: dowiesz się, czy przekazują sobie słowa klientów.",
                    ),
                ),
                Line(
                    "them",
                    t("No, I am sorry, I see only your number.", "抱歉，我只看得到你的号码。", "Niestety nie, widzę tylko numer."),
                ),
                Line(
                    "you",
                    t(
                        "Then in one sentence: my card expires on the 30th, I want to change the address before it is sent.",
                        "那我一句话说完：卡 30 号到期，寄出前我想改地址。",
                        "Zatem jednym zdaniem: karta wygasa 30., przed wysyłką chcę zmienić adres.",
                    ),
                ),
            ],
            lesson=t(
                "Log every contact: when, with whom you spoke, who had to chase whom, how it ended.",
                "每次接触都记一笔：什么时候、和哪个岗位、谁催谁、结果如何。",
                "Zapisz każdy kontakt: kiedy, z kim, kto o kogo zabiegał i jak się skończyło.",
            ),
        ),
        Pairs(
            [
                (
                    t("Ask when they will call back", "问清几点回电", "Pytaj, kiedy oddzwonią"),
                    t("Be content with “soon”", "满足于“尽快”", "Nie zadowalaj się słowem „wkrótce”"),
                ),
                (
                    t(
                        "Give up politely after 20 minutes, and write that down",
                        "等 20 分钟就礼貌挂断，并记下来",
                        "Po 20 minutach grzecznie zakończ i zapisz to",
                    ),
                    t("Play a role until somebody suffers", "演到让同事难堪", "Nie graj roli cudzym kosztem"),
                ),
            ]
        ),
    ],
    check=[
        Asked(
            t("When do you look at the clock?", "什么时候看表？", "Kiedy patrzysz na zegar?"),
            [
                t("When it rings, and when a person answers", "拨通时，和有人接起时", "Gdy dzwoni i gdy ktoś odbierze"),
                t("At the end only", "只在结束时", "Tylko na końcu"),
                t("When you grow impatient", "不耐烦的时候", "Gdy tracę cierpliwość"),
            ],
            t(
                "Memory makes bad waits longer and good ones shorter. Two looks at the clock are worth more than any guess.",
                "记忆会把难熬的等待拉长，把愉快的缩短。看两眼表，胜过任何估计。",
                "Pamięć wydłuża złe czekanie i skraca dobre. Dwa spojrzenia na zegar są lepsze niż domysł.",
            ),
            0,
        ),
        Asked(
            t(
                "You are passed on for the third time. What do you say?",
                "第三次被转接，你说什么？",
                "Przełączają Cię po raz trzeci. Co mówisz?",
            ),
            [
                t("“Can you see what I told your colleagues?”", "“前两位记下的，你看得到吗？”", "„Czy widać, co było wcześniej?”"),
                t("“Do you people ever talk to each other?”", "“你们内部从不沟通吗？”", "„Czy wy w ogóle ze sobą rozmawiacie?”"),
                t("Nothing: I hang up", "什么也不说，挂掉", "Nic, odkładam słuchawkę"),
            ],
            t(
                "The question tells you how the house passes matters on. The reproach tells you only how somebody takes reproaches.",
                "提问能看出这家银行怎么交接；责怪只能看出对方怎么挨骂。",
                "Pytanie pokaże, jak firma przekazuje sprawy. Wyrzut pokaże tylko, jak ktoś znosi wyrzuty.",
            ),
            2,
        ),
        Asked(
            t("“We will call you back soon.” And you?", "“我们会尽快回电。”你呢？", "„Wkrótce oddzwonimy”. A Ty?"),
            [
                t("Ask by when, and write it down as a promise", "问几点之前，作为承诺记下", "Pytam do kiedy i zapisuję jako obietnicę"),
                t("Thank them and wait", "道谢，等着", "Dziękuję i czekam"),
                t("Call again in ten minutes", "十分钟后再打", "Dzwonię ponownie za dziesięć minut"),
            ],
            t(
                "“Soon” cannot be kept or broken. A time can, and then it becomes a figure in the report.",
                "“尽快”没法兑现，也没法违约；一个时间可以，它会成为报告里的数字。",
                "„Wkrótce” nie da się ani dotrzymać, ani złamać. Godzinę tak, i staje się liczbą w raporcie.",
            ),
            1,
        ),
    ],
)
