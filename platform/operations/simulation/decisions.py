"""What the joint review decided about each of the fourteen, and what will prove it."""

from decimal import Decimal
from typing import NamedTuple

from operations.simulation.scenes import satisfaction_of
from operations.simulation.words import Texts, t


class Plan(NamedTuple):
    """The decision on one pain point; `ends` is how far its action has come by today."""

    pain: int  # 1-14, as in `pains.PAINS`
    way: str
    note: str
    action: Texts | None = None
    department: str = ""
    owner: tuple[str, str] = ("", "")
    due_days: int = 0  # from today; negative: before
    touchpoint: str = ""  # proven by its satisfaction
    measure: str = ""  # or by an operational figure
    expected: Decimal = Decimal(0)
    ends: str = ""  # agreed, doing, shipped, re_experience, verify, declined
    shipped_days_ago: int = 0
    reason: str = ""


PLANS: list[Plan] = [
    Plan(
        1,
        "quick_win",
        "One line, no bank, no card type, a week before the card is printed.",
        t("A discreet text before the card is issued", "换发前发一条得体的短信", "Dyskretny SMS przed wydaniem karty"),
        "cards",
        ("Li", "Fang"),
        -120,
        touchpoint="reissue-text",
        expected=Decimal("0.40"),
        ends="verify",
        shipped_days_ago=92,
    ),
    Plan(
        2,
        "issue",
        "Remind on day 7 and day 21, by text; ask why, in one tap.",
        t(
            "Remind cards never activated on day 7 and day 21",
            "第 7 天和第 21 天提醒未激活的卡",
            "Przypomnienie o nieaktywnej karcie w 7. i 21. dniu",
        ),
        "digital",
        ("Wei", "Chen"),
        -95,
        measure="activation-rate",
        expected=Decimal("0.06"),
        ends="verify",
        shipped_days_ago=91,
    ),
    Plan(
        3,
        "quick_win",
        "App, hotline and branch write to the same field from June.",
        t("The address can be changed in every channel", "每个渠道都能改地址", "Adres można zmienić w każdym kanale"),
        "service",
        ("Grace", "Holt"),
        -110,
        measure="delivery-rate",
        expected=Decimal("0.025"),
        ends="verify",
        shipped_days_ago=93,
    ),
    Plan(
        4,
        "issue",
        "The courier's code opens the card; the password goes.",
        t(
            "Activate at the door: the courier's code opens the card",
            "在门口激活：快递员一扫码，卡就能用",
            "Aktywacja przy drzwiach: kod kuriera otwiera kartę",
        ),
        "digital",
        ("Wei", "Chen"),
        3,
        touchpoint="activation-app",
        expected=Decimal("0.40"),
        ends="doing",
    ),
    Plan(
        5,
        "follow_up",
        "Needs the card network. Cost by the end of February.",
        t("Move linked payments in one step", "绑定的付款一键迁移", "Powiązane płatności jednym ruchem"),
        "digital",
        ("Wei", "Chen"),
        98,
        touchpoint="linked-payments",
        expected=Decimal("0.30"),
        ends="agreed",
    ),
    Plan(
        6,
        "issue",
        "A fixed slot instead of a call: try it for a month.",
        t("Fixed time slots instead of a call", "用固定时段代替来电", "Stałe godziny zamiast telefonu"),
        "logistics",
        ("Marek", "Lis"),
        -85,
        touchpoint="courier-call",
        expected=Decimal("0.15"),
        ends="verify",
        shipped_days_ago=92,
    ),
    Plan(
        7,
        "quick_win",
        "By text as well, forty days ahead.",
        t("The expiry notice also by text", "到期提醒也发短信", "Przypomnienie o wygaśnięciu także SMS-em"),
        "service",
        ("Grace", "Holt"),
        -2,
        touchpoint="expiry-notice",
        expected=Decimal("0.20"),
        ends="doing",
    ),
    Plan(
        8,
        "quick_win",
        "Solved with the discreet text: no bank, no card type.",
        t("No bank and no card type on the lock screen", "锁屏不出现银行与卡种", "Bez nazwy banku i karty na ekranie"),
        "cards",
        ("Li", "Fang"),
        -120,
        touchpoint="reissue-text",
        expected=Decimal("0.30"),
        ends="verify",
        shipped_days_ago=92,
    ),
    Plan(
        9,
        "quick_win",
        "A plain packet that says what is inside.",
        t("A packet that says “your card is inside”", "信封只写一句：“卡在里面”", "Koperta z napisem „w środku jest karta”"),
        "marketing",
        ("Piotr", "Mazur"),
        -60,
        touchpoint="packet",
        expected=Decimal("0.20"),
        ends="re_experience",
        shipped_days_ago=40,
    ),
    Plan(10, "", "Nobody knows how long the queue is at noon. Count first, decide next time."),
    Plan(
        11,
        "issue",
        "Show the courier's last mile on the same page.",
        t("Tracking goes on after the courier has it", "交给快递之后，还能继续追踪", "Śledzenie trwa także u kuriera"),
        "digital",
        ("Wei", "Chen"),
        -100,
        touchpoint="tracking",
        expected=Decimal("0.20"),
        ends="verify",
        shipped_days_ago=92,
    ),
    Plan(
        12,
        "quick_win",
        "Scan it once; nobody reads a number aloud in a stairwell.",
        t("Identity is asked once, and quietly", "身份只查一次，轻声地", "O dowód pytamy raz i po cichu"),
        "logistics",
        ("Marek", "Lis"),
        10,
        touchpoint="handover",
        expected=Decimal("0.15"),
        ends="doing",
    ),
    Plan(13, "", "Rare and bad. Operations counts the refusals until the next review."),
    Plan(
        14,
        "quick_win",
        "A new colour for every generation costs a print run.",
        t("A new colour for every generation of cards", "每一代卡换一个颜色", "Nowy kolor dla każdego rocznika kart"),
        "marketing",
        ("Piotr", "Mazur"),
        -30,
        touchpoint="packet",
        expected=Decimal("0.10"),
        ends="declined",
        reason="The print run costs more than a year of cut-up cards; the letter will show which card to cut instead.",
    ),
]


def question_of(plan: Plan) -> str:
    """The question of the re-experience that will prove the plan."""
    return satisfaction_of(plan.touchpoint) if plan.touchpoint else ""
