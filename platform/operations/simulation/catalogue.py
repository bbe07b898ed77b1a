"""The journey of a card renewal: four key moments, eleven touchpoints, who answers for them, and two competitors."""

from datetime import timedelta
from typing import NamedTuple

from operations.simulation.words import Texts, t

JOURNEY = ("card-renewal", t("Renewal of a credit card", "信用卡到期换卡", "Wymiana karty kredytowej"))

STAGES: dict[str, Texts] = {
    "expiry": t("Expiry", "到期", "Wygaśnięcie"),
    "re-issue": t("Re-issue", "换发", "Wydanie"),
    "delivery": t("Delivery", "送达", "Dostawa"),
    "activation": t("Activation", "激活", "Aktywacja"),
}


class Spot(NamedTuple):
    """A touchpoint: its stage, name, owner department, and what is promised there."""

    stage: str
    name: Texts
    owner: str
    star: bool = False
    promise: Texts | None = None
    within: timedelta | None = None


TOUCHPOINTS: dict[str, Spot] = {
    "expiry-notice": Spot("expiry", t("Expiry notice", "到期提醒", "Przypomnienie o wygaśnięciu"), "service", star=True),
    "address-change": Spot("expiry", t("Address check", "核对地址", "Sprawdzenie adresu"), "service"),
    "reissue-text": Spot("re-issue", t("Text before re-issue", "换发前短信", "SMS przed wydaniem"), "cards", star=True),
    "tracking": Spot("re-issue", t("Tracking the card", "追踪新卡", "Śledzenie karty"), "digital"),
    "courier-call": Spot("delivery", t("Courier's call", "快递来电", "Telefon kuriera"), "logistics"),
    "handover": Spot(
        "delivery",
        t("Handover at the door", "当面交付", "Odbiór przesyłki"),
        "logistics",
        star=True,
        promise=t("Card in hand", "新卡到手", "Karta w ręku"),
        within=timedelta(days=10),
    ),
    "packet": Spot("delivery", t("Letter and packet", "信封与卡函", "List i koperta"), "marketing"),
    "activation-app": Spot("activation", t("Activation in the app", "App 激活", "Aktywacja w aplikacji"), "digital", star=True),
    "activation-phone": Spot("activation", t("Activation by phone", "电话激活", "Aktywacja przez telefon"), "service"),
    "first-payment": Spot("activation", t("First payment", "首次支付", "Pierwsza płatność"), "operations", star=True),
    "linked-payments": Spot("activation", t("Linked payments", "绑定的付款", "Powiązane płatności"), "digital"),
}

PROVIDERS = [("own", "Harbour Bank", "own"), ("northgate", "Northgate", "rival"), ("lotus", "Lotus Bank", "rival")]

MEASURES = {
    "delivery-rate": (
        t("Delivered at first attempt", "首次投递成功率", "Doręczone za pierwszym razem"),
        "handover",
        "0.9450",
    ),
    "activation-rate": (
        t("Activated within 30 days", "30 天内激活率", "Aktywowane w 30 dni"),
        "activation-app",
        "0.7000",
    ),
}
