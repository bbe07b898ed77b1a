"""What the points buy: the shop, and who spent them."""

from collections.abc import Iterator

from django.db.models import F

from home.merits import recount
from members.models import Member
from members.rights import FINANCE, PROGRAMME_MANAGER, TESTER
from operations.simulation.stage import Stage
from operations.simulation.voices import DECLINE_BECAUSE
from operations.simulation.words import Texts, t
from rewards.books import check_books
from rewards.models import Benefit
from rewards.services import approve_redemption, decline_redemption, deliver_redemption, redeem, stock_benefit

# slug, title, description, how it arrives, kind, picture, price, stock
BENEFITS: list[tuple[str, Texts, Texts, Texts, str, str, int, int]] = [
    (
        "coffee",
        t("Good coffee, on us", "一杯好咖啡，我们请", "Dobra kawa na nasz koszt"),
        t(
            "One voucher for any drink at the roastery downstairs. Bring a colleague; the second one is half price.",
            "楼下烘焙店任选一杯。带同事来，第二杯半价。",
            "Bon na dowolny napój w palarni na dole. Druga osoba płaci połowę.",
        ),
        t("The code comes to your inbox within a day.", "一天内，券码发到你的消息里。", "Kod przyjdzie do skrzynki w ciągu dnia."),
        "gift",
        "coffee",
        90,
        40,
    ),
    (
        "half-day",
        t("Half a day off", "半天假", "Pół dnia wolnego"),
        t(
            "Four hours that belong to you. Agree on the day with your team first.",
            "四个小时归你自己。先和团队说好哪天。",
            "Cztery godziny dla Ciebie. Dzień uzgodnij najpierw z zespołem.",
        ),
        t("Your department enters it in the calendar.", "由部门登记到考勤。", "Dział wpisze je do kalendarza."),
        "time",
        "half-day",
        600,
        12,
    ),
    (
        "tree",
        t("A tree in the hills", "山里的一棵树", "Drzewo w puszczy"),
        t(
            "We plant one and send you the place.",
            "我们种下它，把位置发给你。",
            "Sadzimy je i przysyłamy miejsce.",
        ),
        t("The certificate comes in spring.", "春天收到证书。", "Certyfikat przyjdzie wiosną."),
        "good",
        "tree",
        60,
        100,
    ),
    (
        "cinema",
        t("Two cinema tickets", "两张电影票", "Dwa bilety do kina"),
        t("Any film, any day but Friday evening.", "任意影片，周五晚场除外。", "Dowolny film, dowolny dzień prócz piątkowego wieczoru."),
        t("Codes come to your inbox.", "券码发到你的消息里。", "Kody przyjdą do skrzynki."),
        "gift",
        "ticket",
        180,
        10,
    ),
]


def open_shop(stage: Stage) -> None:
    manager = stage.cast(right=PROGRAMME_MANAGER)
    for slug, title, description, arrives, kind, picture, price, stock in BENEFITS:
        benefit = Benefit.objects.create(
            slug=slug, title=title, description=description, how_it_arrives=arrives, kind=kind, picture=picture, price=price
        )
        stock_benefit(benefit=benefit, count=stock, by=manager, now=stage.ago(days=180))


def spend(stage: Stage) -> Iterator[str]:
    """Those who have enough buy something; finance decides a day later. One wish is declined, and the points come back."""
    finance = stage.cast(right=FINANCE)
    rich = list(Member.objects.filter(purse__balance__gte=180).exclude(pk=finance.pk).order_by(F("purse__balance").desc(), "pk")[:14])
    for place, member in enumerate(rich):
        slug = "cinema" if place == 3 else stage.dice.choice(["coffee", "coffee", "tree"])
        asked = stage.ago(days=stage.dice.uniform(6, 60))
        wish = redeem(benefit=Benefit.objects.get(slug=slug), member=member, key=stage.key(), now=asked)
        decided = stage.later(asked, hours=(3, 30))
        if slug == "cinema":
            decline_redemption(redemption=wish, by=finance, reason=DECLINE_BECAUSE[member.locale], now=decided)
            continue
        approve_redemption(redemption=wish, by=finance, now=decided)
        code = f"{slug[:3].upper()}-{stage.dice.randrange(16**6):06X}"
        deliver_redemption(redemption=wish, by=finance, voucher=code, now=stage.later(decided, hours=(1, 20)))
        yield member.called
    lin = stage.cast(right=TESTER)
    redeem(benefit=Benefit.objects.get(slug="coffee"), member=lin, key=stage.key(), now=stage.ago(hours=20))
    recount(now=stage.ago(hours=8))
    check_books(now=stage.ago(hours=8))
