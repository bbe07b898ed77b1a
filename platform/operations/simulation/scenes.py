"""What a tester lives at each touchpoint, and what is asked there."""

from operations.simulation.words import Texts, t
from tasks_catalog.questionnaire import Choice, Question, Step

YES_NO: list[Choice] = [
    {"name": "yes", "label": t("Yes", "是", "Tak")},
    {"name": "no", "label": t("No", "否", "Nie")},
]


def _yes_no(name: str, label: Texts) -> Question:
    return {"type": "select_one", "name": name, "label": label, "choices": YES_NO, "subjects": ["own", "rival"], "required": True}


def _number(name: str, label: Texts, unit: Texts, most: int) -> Question:
    return {
        "type": "integer",
        "name": name,
        "label": label,
        "unit": unit,
        "minimum": 0,
        "maximum": most,
        "subjects": ["own", "rival"],
        "required": True,
    }


MINUTES = t("minutes", "分钟", "min")
DAYS = t("days", "天", "dni")
TIMES = t("times", "次", "razy")

# touchpoint: (what to do, what to look for, the fact that is noted, the label of its satisfaction)
SCENES: dict[str, tuple[Texts, Texts, Question, Texts]] = {
    "expiry-notice": (
        t("Wait for the notice", "等一声提醒", "Poczekaj na przypomnienie"),
        t(
            "Your card ends this month. Do nothing. Note who tells you first, where, and how many days are left.",
            "你的卡这个月到期。什么都别做，记下谁先告诉你、在哪儿告诉你、还剩几天。",
            "Karta wygasa w tym miesiącu. Nie rób nic. Zapisz, kto uprzedzi pierwszy, gdzie i ile dni zostało.",
        ),
        _number("expiry_days", t("How many days before the end were you told?", "到期前几天告诉你的？", "Ile dni przed końcem?"), DAYS, 90),
        t("The notice of the expiry", "到期提醒让你多满意？", "Zadowolenie z przypomnienia"),
    ),
    "address-change": (
        t("Move house on paper", "假装搬了家", "Zmień adres"),
        t(
            "You moved in spring. Try to give the new address: app, hotline, branch. Count the channels that can do it.",
            "你春天搬了家。试着改地址：App、热线、网点，数一数哪几个真能改。",
            "Przeprowadzka była wiosną. Spróbuj podać nowy adres: aplikacja, infolinia, oddział. Policz kanały, które to potrafią.",
        ),
        _number(
            "address_channels", t("In how many channels could it be changed?", "几个渠道能改？", "W ilu kanałach się udało?"), TIMES, 6
        ),
        t("Changing the address", "改地址这件事让你多满意？", "Zadowolenie ze zmiany adresu"),
    ),
    "reissue-text": (
        t("Read the text message", "读那条短信", "Przeczytaj SMS"),
        t(
            "Before the new card is printed there may be a text. Read it as if a stranger looked over your shoulder.",
            "新卡制作前可能来一条短信。想象有个陌生人正从你肩后看屏幕。",
            "Przed wydrukowaniem karty może przyjść SMS. Przeczytaj go tak, jakby ktoś zaglądał przez ramię.",
        ),
        _yes_no("text_came", t("Did a text come before the card was made?", "制卡前来过短信吗？", "Czy SMS przyszedł przed wydaniem?")),
        t("The text before the re-issue", "换发前短信让你多满意？", "Zadowolenie z SMS-a"),
    ),
    "tracking": (
        t("Follow the card", "盯着新卡走", "Śledź kartę"),
        t(
            "Look once a day where the card is. Note where the trail ends.",
            "每天看一眼卡到哪儿了，记下线索断在哪一步。",
            "Raz dziennie sprawdź, gdzie jest karta. Zapisz, gdzie urywa się ślad.",
        ),
        _number(
            "tracking_days",
            t("For how many days was the trail silent?", "有几天查不到动静？", "Przez ile dni nic się nie działo?"),
            DAYS,
            30,
        ),
        t("Knowing where the card is", "“知道卡在哪儿”让你多满意？", "Zadowolenie ze śledzenia"),
    ),
    "courier-call": (
        t("Be out when the courier comes", "快递来时你不在家", "Nie bądź w domu"),
        t(
            "You work until six. Note whether anybody calls before coming, and what happens when you are out.",
            "你六点才下班。记下快递来之前有没有人打电话，你不在家时怎么办。",
            "Praca do osiemnastej. Zapisz, czy ktoś dzwoni przed przyjazdem i co się dzieje, gdy nikogo nie ma.",
        ),
        _yes_no(
            "courier_called", t("Did the courier call before coming?", "快递上门前打电话了吗？", "Czy kurier dzwonił przed przyjazdem?")
        ),
        t("The courier's appointment", "快递预约让你多满意？", "Zadowolenie z umówienia kuriera"),
    ),
    "handover": (
        t("Take the card at the door", "在门口签收", "Odbierz przy drzwiach"),
        t(
            "Have your identity card ready. Note what is asked, how often, and who can hear it.",
            "备好身份证。记下问了什么、问了几遍、旁人听不听得见。",
            "Przygotuj dowód. Zapisz, o co pytają, ile razy i kto to słyszy.",
        ),
        _number(
            "card_days",
            t("Days from the order to the card in hand", "从申请到拿到卡，几天？", "Ile dni od zlecenia do karty w ręku?"),
            DAYS,
            40,
        ),
        t("The handover", "当面交付让你多满意？", "Zadowolenie z odbioru"),
    ),
    "packet": (
        t("Open the packet", "拆开信封", "Otwórz kopertę"),
        t(
            "Put it on the table among your other post. Would you open it? What do you see first?",
            "把它和别的信放一起。你会拆它吗？第一眼看到什么？",
            "Połóż ją między inną pocztą. Otworzysz? Co widać najpierw?",
        ),
        _number("packet_papers", t("How many papers were in the packet?", "信封里几张纸？", "Ile kartek było w kopercie?"), TIMES, 20),
        t("Letter and packet", "信封与卡函让你多满意？", "Zadowolenie z listu i koperty"),
    ),
    "activation-app": (
        t("Wake the card in the app", "在 App 里激活", "Aktywuj w aplikacji"),
        t(
            "Open the app with the card in your hand. Count the screens from the first tap to a living card.",
            "拿着新卡打开 App。从第一下点到卡能用，数一数几个页面。",
            "Otwórz aplikację z kartą w ręku. Policz ekrany od pierwszego dotknięcia do działającej karty.",
        ),
        _number("activation_screens", t("How many screens did it take?", "一共几个页面？", "Ile ekranów to zajęło?"), TIMES, 20),
        t("Activating in the app", "App 激活让你多满意？", "Zadowolenie z aktywacji w aplikacji"),
    ),
    "activation-phone": (
        t("Wake the card by phone", "打电话激活", "Aktywuj przez telefon"),
        t(
            "Call at lunch time. Note the wait, what you must say aloud, and whether the code survives the queue.",
            "午饭时间打。记下等了多久、要大声报什么、验证码撑不撑得到排完队。",
            "Zadzwoń w porze obiadu. Zapisz czas czekania, co trzeba powiedzieć na głos i czy kod przetrwa kolejkę.",
        ),
        _number("phone_minutes", t("Minutes until a person answered", "几分钟才有人接？", "Ile minut do odebrania?"), MINUTES, 60),
        t("Activating by phone", "电话激活让你多满意？", "Zadowolenie z aktywacji przez telefon"),
    ),
    "first-payment": (
        t("Pay for the first time", "刷第一笔", "Zapłać pierwszy raz"),
        t(
            "Buy something small in a shop within an hour of the activation.",
            "激活后一小时内，到店里买件小东西。",
            "W ciągu godziny od aktywacji kup coś drobnego w sklepie.",
        ),
        _yes_no("paid_at_once", t("Did the first try go through?", "第一下就刷成功了吗？", "Czy za pierwszym razem się udało?")),
        t("The first payment", "首次支付让你多满意？", "Zadowolenie z pierwszej płatności"),
    ),
    "linked-payments": (
        t("Move what hangs on the old card", "把旧卡绑定的付款搬过来", "Przenieś płatności"),
        t(
            "Taxi, music, electricity: see what follows you to the new card by itself and what does not.",
            "打车、音乐、电费：看看哪些自己跟过来，哪些要你动手。",
            "Taksówka, muzyka, prąd: sprawdź, co samo przejdzie na nową kartę, a co nie.",
        ),
        _number(
            "links_by_hand", t("How many had to be entered by hand?", "几个得自己重新绑？", "Ile trzeba było wpisać ręcznie?"), TIMES, 30
        ),
        t("Moving linked payments", "绑定付款的迁移让你多满意？", "Zadowolenie z przeniesienia płatności"),
    ),
}


def satisfaction_of(touchpoint: str) -> str:
    """The name of the question that asks for the satisfaction at a touchpoint."""
    return f"{touchpoint.replace('-', '_')}_csat"


def scene(touchpoint: str) -> Step:
    """One screen of a brief: go there, note one fact, say how satisfied you are, at home and at the rival."""
    title, what_to_do, fact, satisfied = SCENES[touchpoint]
    return {
        "name": touchpoint.replace("-", "_"),
        "label": title,
        "hint": what_to_do,
        "touchpoint": touchpoint,
        "questions": [
            fact,
            {
                "type": "integer",
                "scale": "csat",
                "name": satisfaction_of(touchpoint),
                "label": satisfied,
                "criterion": "satisfaction",
                "subjects": ["own", "rival"],
                "required": True,
            },
        ],
    }
