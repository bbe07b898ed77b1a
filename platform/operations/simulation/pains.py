"""The fourteen pain points of the case, as different testers put them."""

from typing import NamedTuple

from operations.simulation.words import Texts, t


class Pain(NamedTuple):
    """One pain: where, how bad (1-5), how many of the testers there meet it, and their words by language."""

    touchpoint: str
    title: Texts
    severity: int
    share: float
    words: dict[str, tuple[str, ...]]


def _said(en: tuple[str, ...], zh: tuple[str, ...], pl: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    return {"en": en, "zh-hans": zh, "pl": pl}


PAINS: list[Pain] = [
    Pain(
        "reissue-text",
        t("No discreet text before the new card is issued", "换发前没有一条得体的短信", "Brak dyskretnego SMS-a przed wydaniem karty"),
        4,
        0.72,
        _said(
            ("Nobody told me a card was being made; it went to my old flat.", "I learned about the new card from the courier."),
            ("新卡都寄出来了，我才知道要换卡。", "没有短信，卡直接寄到了旧地址。"),
            ("Nikt nie uprzedził, że karta powstaje. Pojechała na stary adres.", "O nowej karcie mówi mi dopiero kurier."),
        ),
    ),
    Pain(
        "activation-app",
        t(
            "No reminder to people who never activated the old card",
            "从没激活过旧卡的人，没人提醒",
            "Brak przypomnienia dla osób, które nie aktywowały karty",
        ),
        4,
        0.55,
        _said(
            ("My last card never left its envelope. The bank never asked why.", "Three years unopened and not one question."),
            ("上一张卡我一次没激活，也没人问过我。", "卡放抽屉三年，银行一声没吭。"),
            ("Poprzednia karta leży nieotwarta od trzech lat. Bank nie zapytał ani razu.", "Karta w szufladzie, cisza w telefonie."),
        ),
    ),
    Pain(
        "address-change",
        t("The address can be changed through one channel only", "邮寄地址只有一个渠道能改", "Adres można zmienić tylko jednym kanałem"),
        4,
        0.68,
        _said(
            (
                "App says call, the hotline says branch, the branch closes at four.",
                "Only the branch can change an address, and only before four.",
            ),
            ("App 让打热线，热线让去网点，网点四点关门。", "改个地址要请半天假，只有网点能办。"),
            (
                "Aplikacja odsyła na infolinię, infolinia do oddziału, oddział zamyka o szesnastej.",
                "Adres zmienia tylko oddział, i tylko do szesnastej.",
            ),
        ),
    ),
    Pain(
        "activation-app",
        t("Activation takes three screens and a new password", "激活要过三个页面，还要设新密码", "Aktywacja to trzy ekrany i nowe hasło"),
        5,
        0.74,
        _said(
            (
                "Third screen, a new password, rules in grey. I put the card in a drawer.",
                "It wanted a password unlike my last five. At a till.",
            ),
            ("卡到了，激活要过三个页面，还要设新密码，我就放抽屉里了。", "第三屏要我设新密码，规则写了七行小字。"),
            ("Trzeci ekran, nowe hasło, zasady szarym drukiem. Karta ląduje w szufladzie.", "Hasło inne niż pięć poprzednich. Przy kasie."),
        ),
    ),
    Pain(
        "linked-payments",
        t("Linked payments must be re-entered one by one", "绑定的付款要一个个重新填", "Powiązane płatności trzeba wpisywać po jednej"),
        4,
        0.61,
        _said(
            ("Seven services, seven forms. The electricity found out before I did.", "I typed the new card into nine apps."),
            ("七个服务填了七遍，电费还是扣款失败了。", "新卡号我手动填进了九个 App。"),
            ("Wpisywanie karty w czterech aplikacjach. Przy trzeciej gaśnie ochota.", "Siedem usług, siedem formularzy."),
        ),
    ),
    Pain(
        "courier-call",
        t("The courier comes without calling first", "快递不打电话就上门", "Kurier przyjeżdża bez telefonu"),
        4,
        0.58,
        _said(
            ("A slip in the door. He was there at eleven; so was my boss.", "Nobody called. The card went back to the depot."),
            ("门上一张条：十一点来过。那会儿我在上班。", "没接到电话，卡又退回站点了。"),
            ("Awizo w drzwiach. Jedenasta rano, wszyscy w pracy.", "Nikt nie dzwonił. Karta wraca do magazynu."),
        ),
    ),
    Pain(
        "expiry-notice",
        t("The expiry notice is only inside the app", "到期提醒只在 App 里", "Przypomnienie tylko w aplikacji"),
        3,
        0.52,
        _said(
            ("The notice sat in the app's inbox under eleven adverts.", "I do not open the bank's app to read post."),
            ("提醒压在 App 消息里，上面盖着十一条广告。", "我不开 App，就不知道卡要到期。"),
            ("Przypomnienie leży w aplikacji pod jedenastoma reklamami.", "Aplikacji nie otwieram, więc nie wiem."),
        ),
    ),
    Pain(
        "reissue-text",
        t(
            "The text shows bank and card on the lock screen",
            "短信在锁屏上亮出银行和卡种",
            "SMS pokazuje bank i kartę na zablokowanym ekranie",
        ),
        3,
        0.38,
        _said(
            ("My flatmate read my card's limit before I did.", "The lock screen named my bank and my card in one line."),
            ("锁屏上直接显示银行和额度，室友比我先看到。", "短信把卡种都写出来了，放桌上挺尴尬。"),
            ("Współlokator czyta limit mojej karty przede mną.", "Na zablokowanym ekranie bank i karta w jednym zdaniu."),
        ),
    ),
    Pain(
        "packet",
        t("The packet looks like advertising", "信封看着像广告", "Koperta wygląda jak reklama"),
        3,
        0.49,
        _said(
            ("It looked like an offer. I nearly threw my own card away.", "Glossy, a slogan, no name. Straight on the advert pile."),
            ("信封花花绿绿，差点当广告扔了。", "封面一句广告语，看不出里面是卡。"),
            ("Wygląda jak oferta. Karta prawie ląduje w koszu.", "Błysk, hasło, bez nazwiska. Prosto na stos ulotek."),
        ),
    ),
    Pain(
        "activation-phone",
        t("The code expires in the phone queue", "排队等接通，验证码先过期了", "Kod wygasa w kolejce telefonicznej"),
        4,
        0.44,
        _said(
            ("The code lives ten minutes, the queue fourteen.", "When a person answered, my code was dead."),
            ("客服电话排队七分钟，验证码却先过期了，又从头来。", "验证码十分钟，排队十四分钟。"),
            ("Kod żyje dziesięć minut, kolejka trwa czternaście.", "Gdy ktoś odbiera, kod już nie działa."),
        ),
    ),
    Pain(
        "tracking",
        t("Tracking stops at “handed to courier”", "追踪停在“已交快递”", "Śledzenie kończy się na „przekazano kurierowi”"),
        3,
        0.57,
        _said(
            ("“Handed to courier”, and then five days of nothing.", "The trail ends where it starts to matter."),
            ("查到“已交快递”就没下文了，整整五天。", "最想知道的那几天，什么都查不到。"),
            ("„Przekazano kurierowi” i pięć dni ciszy.", "Ślad urywa się tam, gdzie zaczyna być ważny."),
        ),
    ),
    Pain(
        "handover",
        t("Identity is asked twice at the door", "门口查了两遍身份", "Dwa razy o dowód przy drzwiach"),
        2,
        0.33,
        _said(
            (
                "Name and identity number, twice, aloud, in a stairwell.",
                "He photographed my identity card and then asked me to read it out.",
            ),
            ("楼道里大声报了两遍身份证号。", "拍了身份证，又让我念一遍。"),
            ("Imię i numer dowodu, dwa razy, na głos, na klatce.", "Zdjęcie dowodu, a potem jeszcze czytanie na głos."),
        ),
    ),
    Pain(
        "first-payment",
        t("The shop's terminal refuses the first payment", "商店的终端拒了第一笔", "Terminal odrzuca pierwszą płatność"),
        5,
        0.27,
        _said(
            ("Refused, with six people behind me. It worked an hour later.", "“Call your bank”, said the till. I paid cash."),
            ("后面排着六个人，刷卡被拒。一小时后又好了。", "收银台显示“请联系发卡行”，我付了现金。"),
            ("Odmowa, a za mną sześć osób. Po godzinie działa.", "„Skontaktuj się z bankiem”. Płacę gotówką."),
        ),
    ),
    Pain(
        "packet",
        t("The old and the new card look the same", "新旧两张卡长得一样", "Stara i nowa karta wyglądają tak samo"),
        2,
        0.35,
        _said(
            ("I cut up the wrong one.", "Two twins in my purse, one of them dead."),
            ("我把新卡剪了。", "钱包里两张一模一样，有一张是废的。"),
            ("Pod nożyczki poszła nie ta karta.", "Dwie bliźniaczki w portfelu, jedna nieżywa."),
        ),
    ),
]

# what another industry does better, and what it would be here: (source, what they do, what here, delight 1-5), by language
IDEAS: dict[str, list[tuple[str, str, str, int]]] = {
    "en": [
        (
            "Parcel lockers",
            "A code opens the door at midnight",
            "The courier's phone opens the code; the card is awake before he leaves",
            5,
        ),
        (
            "Mobile operators",
            "A number moves over with one signature",
            "Move all linked payments in one step, with a list of what followed",
            5,
        ),
        ("Phone makers", "The box opens with a pull and says one thing", "A packet that says “your card is inside”, and nothing else", 4),
        ("Food delivery", "You see the rider on the map", "Choose the delivery hour, a neighbour or a locker", 4),
    ],
    "zh-hans": [
        ("外卖", "骑手到哪儿地图上都看得见", "快递员一扫码，卡当面就激活，付第一笔不用再跑", 5),
        ("手机运营商", "携号转网一次签字", "绑定的付款一键搬家，搬完给我一张清单", 5),
        ("咖啡店", "旧杯子换一棵树", "旧卡回收，每张种一棵树", 3),
        ("快递柜", "半夜也能取", "自己选送达的钟点，或者放柜子", 4),
    ],
    "pl": [
        ("Paczkomaty", "Kod otwiera skrytkę o północy", "Karta czeka w skrytce, a kod ją od razu aktywuje", 5),
        ("Operatorzy komórkowi", "Numer przenosi się jednym podpisem", "Wszystkie płatności przechodzą jednym ruchem", 5),
        ("Linie lotnicze", "Mówią o opóźnieniu, zanim zapytasz", "Godzina dostawy do wyboru i wiadomość, zanim się spóźni", 4),
        ("Sklepy z herbatą", "Koperta, którą chce się otworzyć", "Koperta z jednym zdaniem: w środku jest Twoja karta", 4),
    ],
}
