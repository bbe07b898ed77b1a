"""News, stories of benefits and rules of the play."""

from typing import NamedTuple

from operations.simulation.words import Texts, t


class News(NamedTuple):
    slug: str
    picture: str
    days_ago: int
    title: Texts
    lead: Texts
    paragraphs: list[Texts]
    tell: str = "nobody"


class Story(NamedTuple):
    slug: str
    benefit: str
    who: str
    title: Texts
    lead: Texts
    paragraphs: list[Texts]
    quote: Texts


class Rule(NamedTuple):
    slug: str
    days_ago: int
    title: Texts
    lead: Texts
    sections: list[tuple[Texts, list[Texts]]]


NEWS = [
    News(
        "before-and-after",
        "tree",
        2,
        t("Before and after: what testers proved", "前后对比：超体人证明了什么", "Przed i po: co potwierdzili testerzy"),
        t(
            "The same people lived the same renewal again. Some changes helped, one did not, and both are in the report.",
            "同一批人，把换卡又走了一遍。有的改动有效，有一项没有，报告里都写了。",
            "Te same osoby przeszły tę samą wymianę jeszcze raz. Część zmian pomogła, jedna nie, i jedno, i drugie jest w raporcie.",
        ),
        [
            t(
                "A change counts as proven only when testers have met it again with their own eyes, at the same touchpoint, with the "
                "same scenario.",
                "只有超体人在同一触点、同一情景下亲眼再见一次，改动才算得到证明。",
                "Zmiana jest potwierdzona dopiero wtedy, gdy testerzy zobaczą ją na własne oczy: ten sam punkt styku, ten sam scenariusz.",
            ),
            t(
                "Look under “What became of my findings” to see which ring of the tree is yours.",
                "到“我的发现后来怎样了”看看，树上哪一圈年轮是你的。",
                "Zajrzyj do „Co stało się z moimi spostrzeżeniami” i zobacz, który słój drzewa jest Twój.",
            ),
        ],
    ),
    News(
        "three-guides",
        "book",
        9,
        t("Three short guides before your next visit", "下次体验前，先看三篇短指南", "Trzy krótkie poradniki przed kolejną wizytą"),
        t(
            "Listening, a calm call, and what to do when it is a crisis. A few minutes each.",
            "会听、冷静打电话、遇到危机怎么办。每篇几分钟。",
            "Słuchanie, spokojny telefon i co robić w kryzysie. Po kilka minut.",
        ),
        [
            t(
                "Each ends with a few questions. There are no points for them, on purpose: they are for you.",
                "每篇最后有几道小题。故意不给普币：它们是给你自己的。",
                "Na końcu jest kilka pytań. Celowo bez punktów: są dla Ciebie.",
            )
        ],
        tell="everybody",
    ),
    News(
        "address-check",
        "half-day",
        30,
        t("The address is asked about before the card leaves", "寄卡之前，先核对地址", "Pytamy o adres, zanim karta wyruszy"),
        t(
            "It could be changed through one channel only. That was your finding, and it is gone.",
            "原来只有一个渠道能改地址。这是你们发现的，现在解决了。",
            "Można było go zmienić tylko w jednym kanale. To Wasze spostrzeżenie i już po kłopocie.",
        ),
        [
            t(
                "Customer service now asks in the app, on the phone and at the counter, three weeks before the card is printed.",
                "客服现在提前三周，在 App、电话和柜台都会核对。",
                "Obsługa klienta pyta teraz w aplikacji, przez telefon i w oddziale, trzy tygodnie przed drukiem karty.",
            )
        ],
    ),
]

STORIES = [
    Story(
        "an-afternoon",
        "half-day",
        "Ola",
        t("An afternoon by the water", "水边的一个下午", "Popołudnie nad wodą"),
        t(
            "Eleven visits, one half day, no telephone.",
            "十一次体验，半天假，不带手机。",
            "Jedenaście wizyt, pół dnia, bez telefonu.",
        ),
        [
            t(
                "I tested couriers for two months, mostly in my lunch break. What I got for it is a Thursday afternoon that nobody "
                "else had.",
                "两个月里，我多半用午休测快递。换来的，是一个别人都没有的周四下午。",
                "Przez dwa miesiące moje przerwy obiadowe należały do kurierów. W zamian mam czwartkowe popołudnie, jakiego nie miał "
                "nikt inny.",
            )
        ],
        t(
            "My team knew the day a week before. That made it a holiday and not an absence.",
            "团队提前一周就知道是哪天，所以这是放假，不是缺勤。",
            "Zespół znał dzień tydzień wcześniej. Dlatego to wolne, a nie nieobecność.",
        ),
    ),
    Story(
        "four-trees",
        "tree",
        "小林",
        t("Four trees for one department", "一个部门，四棵树", "Cztery drzewa jednego działu"),
        t(
            "We put our points together and got a place on the map.",
            "我们把普币换成树，地图上有了我们的位置。",
            "Wymieniliśmy punkty i mamy miejsce na mapie.",
        ),
        [
            t(
                "Each of us bought one tree. They stand in one row, and in spring we shall go and see whether they have taken root.",
                "每人换了一棵，种成一排。春天我们去看看，它们扎根了没有。",
                "Każde z nas wzięło po jednym drzewie. Rosną w rzędzie, a wiosną pojedziemy sprawdzić, czy się przyjęły.",
            )
        ],
        t(
            "A voucher is gone in a day. These will be there when I retire.",
            "券一天就用完了。这些树，到我退休还在。",
            "Bon znika w jeden dzień. One będą, gdy pójdę na emeryturę.",
        ),
    ),
]

RULES = [
    Rule(
        "privacy",
        120,
        t("Privacy", "隐私", "Prywatność"),
        t(
            "What the programme knows about you, who sees it, and how you get it.",
            "项目知道你的什么，谁看得到，你怎么拿到。",
            "Co program o Tobie wie, kto to widzi i jak to dostać.",
        ),
        [
            (
                t("What is kept", "保存什么", "Co przechowujemy"),
                [
                    t(
                        "Your name, address and department; what you claimed, answered and photographed; what you earned and spent.",
                        "你的姓名、邮箱和部门；你领取、填写、拍摄的内容；你赚到和花掉的普币。",
                        "Imię i nazwisko, adres i dział; wzięte zadania, odpowiedzi i zdjęcia; zdobyte i wydane punkty.",
                    ),
                    t(
                        "Photos are drawn anew without place and camera data. A location check compares once and keeps no position.",
                        "照片会重新绘制，去掉位置和相机信息。位置核验只比对一次，不保存坐标。",
                        "Zdjęcia zapisujemy na nowo, bez miejsca i danych aparatu. Sprawdzenie miejsca porównuje raz i nie zachowuje "
                        "położenia.",
                    ),
                ],
            ),
            (
                t("Who sees it", "谁看得到", "Kto to widzi"),
                [
                    t(
                        "Reviewers see your submission. Departments see words without names, and only where enough people have spoken.",
                        "审核人看得到你的提交。部门看到的话不带姓名，而且要有足够多的人说过。",
                        "Recenzenci widzą Twoje zgłoszenie. Działy widzą słowa bez nazwisk i tylko tam, gdzie wypowiedziało się dość osób.",
                    ),
                    t(
                        "Your manager sees nothing of what you answered.",
                        "你的上级看不到你的任何回答。",
                        "Twój przełożony nie widzi żadnej odpowiedzi.",
                    ),
                ],
            ),
            (
                t("What is yours", "你的权利", "Co należy do Ciebie"),
                [
                    t(
                        "Under Me you take out everything as a file, at any time.",
                        "在“我的”里，随时可以导出全部数据。",
                        "W zakładce Ja w każdej chwili pobierzesz wszystko jako plik.",
                    )
                ],
            ),
        ],
    ),
    Rule(
        "fairness",
        90,
        t("Fairness", "公平", "Uczciwe zasady"),
        t(
            "How seats are given, why nobody judges their own department, and how to check us.",
            "席位怎么给，为什么不能评自己部门，以及你如何核查我们。",
            "Jak dajemy miejsca, dlaczego nikt nie ocenia własnego działu i jak nas sprawdzić.",
        ),
        [
            (
                t("Seats", "席位", "Miejsca"),
                [
                    t(
                        "The server's clock decides, to the second, for everybody. Who is faster gets the seat; who asks twice gets "
                        "the same answer.",
                        "以服务器时钟为准，精确到秒，人人一样。先到先得；问两次，答案相同。",
                        "O sekundzie decyduje zegar serwera, dla wszystkich ten sam. Szybszy dostaje miejsce; kto pyta dwa razy, "
                        "dostaje tę samą odpowiedź.",
                    ),
                    t(
                        "Each opening has a public record without names, which you can download and check.",
                        "每次开放都有不含姓名的公开记录，可以下载核对。",
                        "Każde otwarcie ma publiczny zapis bez nazwisk. Możesz go pobrać i sprawdzić.",
                    ),
                ],
            ),
            (
                t("Judgement", "评判", "Ocena"),
                [
                    t(
                        "Nobody tests or reviews what their own department answers for. A sample is reviewed twice, blindly.",
                        "没有人测试或审核自己部门负责的内容。部分提交会被盲审两次。",
                        "Nikt nie testuje ani nie recenzuje tego, za co odpowiada jego dział. Część zgłoszeń recenzujemy dwa razy, w "
                        "ciemno.",
                    )
                ],
            ),
            (
                t("Points", "普币", "Punkty"),
                [
                    t(
                        "Every point has a source, and no entry is ever changed: a mistake is answered by an entry back.",
                        "每一枚普币都有来源，记录从不改动：错了，就记一笔冲回。",
                        "Każdy punkt ma źródło, a żaden zapis się nie zmienia: błąd prostuje zapis odwrotny.",
                    )
                ],
            ),
        ],
    ),
]
