"""The briefs of the campaign, each a questionnaire definition made of scenes and the four duties."""

from typing import NamedTuple

from operations.simulation.catalogue import STAGES
from operations.simulation.scenes import scene
from operations.simulation.words import Texts, t
from tasks_catalog.questionnaire import Definition, Question, Step


class Brief(NamedTuple):
    """One task of the campaign as its manager wrote it."""

    slug: str
    kind: str
    title: Texts
    summary: Texts
    persona: Texts
    touchpoints: tuple[str, ...]
    stage: str
    points: int
    minutes: int
    picture: str
    photo: Texts | None = None
    city: Texts | None = None  # where one has to go

    @property
    def definition(self) -> Definition:
        return {"languages": ["en", "zh-hans", "pl"], "steps": [*map(scene, self.touchpoints), *_closing(self)]}


def _closing(brief: Brief) -> list[Step]:
    last = brief.touchpoints[-1]
    stage = STAGES[brief.stage]
    feeling: list[Question] = [
        {
            "type": "integer",
            "scale": "emotion",
            "name": f"emotion_{brief.stage.replace('-', '_')}",
            "label": t(
                f"{stage['en']}: how did it feel?", f"{stage['zh-hans']}这一段，感受如何？", f"{stage['pl']}: jakie to było uczucie?"
            ),
            "criterion": "emotion",
            "subjects": ["own", "rival"],
            "required": True,
        },
        {
            "type": "integer",
            "scale": "ces",
            "name": "effort",
            "label": t("It was easy", "这件事办起来很容易", "To było łatwe"),
            "hint": t("1 not at all, 7 completely", "1 完全不同意，7 完全同意", "1 wcale nie, 7 w pełni"),
            "criterion": "effort",
            "subjects": ["own", "rival"],
            "required": True,
        },
        {
            "type": "integer",
            "scale": "nps",
            "name": "recommend",
            "label": t("Would you recommend it to a friend?", "你会推荐给朋友吗？", "Czy polecisz to znajomym?"),
            "criterion": "recommend",
            "subjects": ["own", "rival"],
            "required": True,
        },
        {
            "type": "text",
            "name": "words",
            "label": t("What was it truly like?", "说真的，那是什么感觉？", "Jak było naprawdę?"),
            "hint": t("As you would tell it at home.", "像回家讲给家里人听那样写。", "Tak, jak opowiada się to w domu."),
            "subjects": ["own", "rival"],
            "required": True,
        },
    ]
    steps: list[Step] = [
        {"name": "feeling", "label": t("What it felt like", "真实感受", "Jak to było"), "touchpoint": last, "questions": feeling}
    ]
    if brief.photo:
        steps.append(
            {
                "name": "proof",
                "label": t("Show it", "拍下来", "Pokaż to"),
                "hint": t(
                    "No faces, no card numbers: cover them with your thumb.",
                    "别拍到人脸和卡号，用拇指挡住。",
                    "Bez twarzy i numerów kart: zasłoń je kciukiem.",
                ),
                "touchpoint": last,
                "questions": [
                    {"type": "photo", "name": "photo", "label": brief.photo, "minimum": 1, "maximum": 4, "required": True},
                ],
            }
        )
    steps += [
        {
            "name": "pains",
            "label": t("What hurts", "痛点", "Co boli"),
            "hint": t(
                "Also what only a future customer would notice.",
                "还没成为客户的人才会发现的，也算。",
                "Także to, co zauważy dopiero przyszły klient.",
            ),
            "touchpoint": last,
            "questions": [
                {
                    "type": "pain",
                    "name": "pains",
                    "label": t("Pain points", "痛点", "Bolączki"),
                    "minimum": 1,
                    "maximum": 5,
                    "required": True,
                }
            ],
        },
        {
            "name": "ideas",
            "label": t("What would delight", "尖叫点", "Co by zachwyciło"),
            "hint": t(
                "Who outside banking does this better? What would it be here?",
                "银行以外，谁做得更好？搬到这儿会是什么样？",
                "Kto poza bankami robi to lepiej? Jak by to wyglądało u nas?",
            ),
            "touchpoint": last,
            "questions": [
                {
                    "type": "idea",
                    "name": "ideas",
                    "label": t("Ideas", "点子", "Pomysły"),
                    "minimum": 1,
                    "maximum": 3,
                    "required": True,
                }
            ],
        },
    ]
    return steps


FIRST_WAVE = [
    Brief(
        "who-tells-you",
        "all_hands",
        t("Your card ends: who tells you first?", "旧卡到期那天，谁先想到你？", "Karta wygasa. Kto uprzedzi pierwszy?"),
        t(
            "Wait, watch and change your address, here and next door.",
            "等提醒、改地址，本行与邻行各走一遍。",
            "Czekaj, patrz i zmień adres: u nas i u sąsiada.",
        ),
        t(
            "A customer of nine years who moved in spring and reads letters on Sundays.",
            "九年的老客户，春天刚搬家，信都攒到周日看。",
            "Osoba z kartą od dziewięciu lat, po wiosennej przeprowadzce, listy czyta w niedzielę.",
        ),
        ("expiry-notice", "address-change"),
        "expiry",
        60,
        20,
        "mailbox",
    ),
    Brief(
        "on-its-way",
        "routine",
        t("A new card is made: how do you know?", "新卡在路上，你怎么知道？", "Nowa karta powstaje. Skąd o tym wiesz?"),
        t(
            "One text, one trail. Both can calm or frighten.",
            "一条短信、一路追踪：可能安心，也可能吓人。",
            "Jeden SMS, jeden ślad. Mogą uspokoić albo przestraszyć.",
        ),
        t(
            "You share a flat and a kitchen table; your phone lies on it, screen up.",
            "你和人合租，手机总是屏幕朝上放在饭桌上。",
            "Mieszkanie dzielisz z innymi; telefon leży na stole ekranem do góry.",
        ),
        ("reissue-text", "tracking"),
        "re-issue",
        60,
        20,
        "mailbox",
    ),
    Brief(
        "where-is-my-card",
        "routine",
        t("Where is my new card?", "新卡寄到哪儿了？", "Gdzie jest moja nowa karta?"),
        t("From the courier's call to the opened packet.", "从快递来电，到拆开信封。", "Od telefonu kuriera do otwartej koperty."),
        t(
            "You work until six, the courier until five.",
            "你六点下班，快递五点收工。",
            "Pracujesz do osiemnastej, kurier do siedemnastej.",
        ),
        ("courier-call", "handover", "packet"),
        "delivery",
        80,
        25,
        "mailbox",
        t("The packet as it lay in your hand", "拍下拿到手的信封", "Koperta tak, jak ją dostajesz"),
    ),
    Brief(
        "wake-the-card",
        "dynamic",
        t("Wake the card, before everybody does", "新版激活，上线前先过一遍", "Obudź kartę przed premierą"),
        t(
            "App, phone, first payment, and all that hung on the old card.",
            "App、电话、首次支付，还有旧卡上绑的一切。",
            "Aplikacja, telefon, pierwsza płatność i wszystko, co było na starej karcie.",
        ),
        t(
            "You want to pay for lunch with it. Today.",
            "你想用它付今天的午饭。就今天。",
            "Chcesz nią zapłacić za obiad. Dziś.",
        ),
        ("activation-app", "activation-phone", "first-payment", "linked-payments"),
        "activation",
        100,
        30,
        "letter",
        t("The screen where it stopped (cover the numbers)", "卡住的那一屏（挡住号码）", "Ekran, na którym stanęło (zasłoń numery)"),
    ),
]

OPEN_NOW = [
    Brief(
        "first-day",
        "all_hands",
        t("The first day with the new card", "拿到新卡的第一天", "Pierwszy dzień z nową kartą"),
        t(
            "Flash: ten seats, one lunch, two cards.",
            "限时抢：十个席位，一顿午饭，两张卡。",
            "Błyskawica: dziesięć miejsc, jeden obiad, dwie karty.",
        ),
        t(
            "You have both cards in your pocket and an hour for lunch.",
            "两张卡都在口袋里，午休一小时。",
            "Dwie karty w kieszeni i godzina przerwy.",
        ),
        ("first-payment",),
        "activation",
        120,
        25,
        "lunch",
        t("The receipt (cover the numbers)", "小票（挡住号码）", "Paragon (zasłoń numery)"),
    ),
    Brief(
        "everything-that-hangs-on-it",
        "routine",
        t("Everything that hangs on the old card", "旧卡上绑的那些付款", "Wszystko, co było na starej karcie"),
        t(
            "Taxi, music, electricity: what follows you by itself?",
            "打车、音乐、电费：哪些会自己跟过来？",
            "Taksówka, muzyka, prąd: co przejdzie samo?",
        ),
        t(
            "Your old card pays for seven things. You remember four.",
            "旧卡管着七样扣款，你只记得四样。",
            "Stara karta płaci za siedem rzeczy. Pamiętasz cztery.",
        ),
        ("linked-payments",),
        "activation",
        70,
        20,
        "letter",
    ),
    Brief(
        "the-address-again",
        "all_hands",
        t("The new address, in any channel", "改地址，换个渠道再试", "Nowy adres, dowolnym kanałem"),
        t("They say it works everywhere now. Does it?", "听说现在哪儿都能改了。真的吗？", "Podobno działa już wszędzie. Na pewno?"),
        t("You move for the second time this year.", "这是你今年第二次搬家。", "To druga przeprowadzka w tym roku."),
        ("address-change",),
        "expiry",
        50,
        15,
        "mailbox",
        city=t("Warsaw", "华沙", "Warszawa"),
    ),
    Brief(
        "call-at-lunch",
        "routine",
        t("Activate by phone, at lunch time", "午休时间，打电话激活", "Aktywacja telefoniczna w porze obiadu"),
        t(
            "How long does a code live, and how long is the queue?",
            "验证码能活多久，队又有多长？",
            "Jak długo żyje kod, a jak długa jest kolejka?",
        ),
        t("You trust voices more than apps.", "比起 App，你更信得过人声。", "Ufasz głosom bardziej niż aplikacjom."),
        ("activation-phone",),
        "activation",
        60,
        20,
        "mailbox",
    ),
]
BY_LOT = Brief(
    "dinner-for-two", "all_hands", t("Dinner for two, paid with both cards", "双人晚餐，新旧两卡各付一次", "Kolacja we dwoje, dwie karty"),
    t("Four dinners, drawn by lot: any time is as good.", "四份晚餐，抽签决定：何时报名都行。", "Losujemy cztery kolacje, bez wyścigu."),
    t("You take somebody out and pay the two halves with two cards.", "你请人吃饭，一半用新卡，一半用他行的卡。",
      "Zapraszasz kogoś i płacisz po połowie dwiema kartami."),
    ("first-payment",), "activation", 90, 40, "lunch", t("The receipt (cover the numbers)", "小票（挡住号码）", "Paragon (zasłoń numery)"),
    t("Shanghai", "上海", "Szanghaj"),
)  # fmt: skip
