"""What testers say it was truly like, by stage, mood and language."""

from typing import Literal

type Mood = Literal["good", "flat", "bad"]

VOICES: dict[str, dict[Mood, dict[str, tuple[str, ...]]]] = {
    "expiry": {
        "good": {
            "en": ("They told me forty days ahead and asked whether I still live there. I felt expected.",),
            "zh-hans": ("提前四十天就来问我还住不住原来的地方，感觉有人惦记。",),
            "pl": ("Czterdzieści dni wcześniej pytają, czy adres się zgadza. Ktoś o mnie pamięta.",),
        },
        "flat": {
            "en": ("It was there if you knew where to look.", "Correct, and a little cold."),
            "zh-hans": ("知道去哪儿看，就能看到。", "没毛病，也没温度。"),
            "pl": ("Jest, jeśli wiadomo, gdzie szukać.", "Poprawnie i chłodno."),
        },
        "bad": {
            "en": ("I felt like a file that nobody opens.", "Nobody told me. I found out when the taxi was refused."),
            "zh-hans": ("像一份没人翻的档案。", "没人告诉我，打车付不了款才发现到期了。"),
            "pl": ("Jak teczka, do której nikt nie zagląda.", "Nikt nie mówi nic. Dowiaduję się w taksówce."),
        },
    },
    "re-issue": {
        "good": {
            "en": ("One quiet line: a new card is on its way to the flat on the third floor. That is all I wanted.",),
            "zh-hans": ("一句话说清楚了，连楼层都对，锁屏上也看不出是什么。",),
            "pl": ("Jedno ciche zdanie i wszystko wiadomo. Na ekranie nic nie widać.",),
        },
        "flat": {
            "en": ("I knew something was coming, not when.",),
            "zh-hans": ("知道有东西要来，不知道哪天。",),
            "pl": ("Wiem, że coś idzie. Nie wiem kiedy.",),
        },
        "bad": {
            "en": (
                "The packet looked like an offer. I nearly threw my own card away.",
                "Five days of silence, then a stranger with an envelope.",
            ),
            "zh-hans": ("换卡前没一句话，等知道的时候卡已经寄到旧地址了。", "五天没消息，最后陌生人递来一个信封。"),
            "pl": ("Pięć dni ciszy, a potem obcy człowiek z kopertą.", "Wszyscy przy stole wiedzą, z jakiego banku mam kartę."),
        },
    },
    "delivery": {
        "good": {
            "en": ("He called at noon, came at seven, and had my name right.",),
            "zh-hans": ("中午打电话，七点送到，名字也念对了。",),
            "pl": ("Życzliwość kuriera, ale nie zadzwonił wcześniej. Za to jest punktualnie.",),
        },
        "flat": {
            "en": ("It came. I signed. That is all there is to say.",),
            "zh-hans": ("到了，签了，就这样。",),
            "pl": ("Przyszło, podpis, koniec.",),
        },
        "bad": {
            "en": (
                "A slip in the door, three times. The third time I laughed.",
                "Their courier scanned a code and the card worked before he left. Ours left a slip.",
            ),
            "zh-hans": ("快递敲门的时候我正在开会，一个电话也没有。", "门上贴了三次条，第三次我都笑了。"),
            "pl": ("Awizo, awizo, awizo. Przy trzecim już śmiech.", "W klatce, na głos, numer dowodu."),
        },
    },
    "activation": {
        "good": {
            "en": ("I held the card to the phone and it was alive. I did it twice for fun.",),
            "zh-hans": ("卡往手机上一贴就好了，忍不住又贴了一次。",),
            "pl": ("Karta do telefonu i działa. Robię to drugi raz dla zabawy.",),
        },
        "flat": {
            "en": ("It worked on the second try, as everything does.",),
            "zh-hans": ("第二次成功了，跟什么都一样。",),
            "pl": ("Za drugim razem działa, jak wszystko.",),
        },
        "bad": {
            "en": ("I put it in a drawer and forgot it.", "Three screens and a password for a sandwich."),
            "zh-hans": ("卡到了，激活要过三个页面，还要再设新密码，我就放抽屉里了。", "为了一个三明治，过了三个页面。"),
            "pl": ("Wrzucam ją do szuflady i tyle.", "Trzy ekrany i hasło, żeby kupić kanapkę."),
        },
    },
}

# where it happened to them: no two people tell the same day
DETAILS: dict[str, tuple[str, ...]] = {
    "en": (
        "It was raining and I had one hand free.",
        "My daughter asked why I was laughing.",
        "I was on the number 17 tram.",
        "Half past twelve, a queue behind me.",
        "I had slept badly, which is when it counts.",
        "My neighbour took half an interest.",
        "I timed it with the kitchen clock.",
        "Between two meetings, on the stairs.",
        "My father would have given up there.",
        "I tried again on Sunday, to be fair.",
        "The coffee was cold by then.",
        "With gloves on, if you want to know.",
        "I read it twice and then aloud.",
        "The battery stood at nine per cent.",
        "A colleague bet me a cake that it would not work.",
        "My mother rang in the middle of it.",
        "It took me as long as an egg takes.",
        "The lift stopped between two floors, which helped.",
        "I wrote it down at once, before I could be kinder.",
        "At home nobody believed me.",
        "I would have left, had it been my own money.",
        "The dog ate the envelope, but that is another report.",
    ),
    "zh-hans": (
        "那天下着雨，我只腾得出一只手。",
        "女儿问我在笑什么。",
        "当时我在地铁二号线上。",
        "十二点半，后面还排着人。",
        "前一晚没睡好，这种时候最见真章。",
        "邻居也凑过来看了一眼。",
        "我拿厨房的钟计的时。",
        "两个会中间，在楼梯上办的。",
        "换我爸，到这一步就放弃了。",
        "周日又试了一次，算公平。",
        "办完咖啡都凉了。",
        "说句实话，我戴着手套。",
        "我看了两遍，又念出声来。",
        "手机只剩百分之九的电。",
        "同事跟我打赌说办不成，赌一块蛋糕。",
        "办到一半，我妈来电话了。",
        "前后大概煮一个鸡蛋的工夫。",
        "电梯卡在两层之间，正好有空。",
        "我当场记下来，免得回头心软。",
        "回家一说，没人信。",
        "要是自己的钱，我早走了。",
        "我把每一步都截了图，怕自己记错。",
    ),
    "pl": (
        "Padało, jedna ręka wolna.",
        "Córka pyta, z czego ten śmiech.",
        "Wszystko w tramwaju numer 17.",
        "Wpół do pierwszej, za mną kolejka.",
        "Po nieprzespanej nocy, a wtedy to się liczy.",
        "Sąsiadka patrzy z zaciekawieniem.",
        "Czas mierzony kuchennym zegarem.",
        "Między spotkaniami, na schodach.",
        "Mój tata w tym miejscu by zrezygnował.",
        "W niedzielę druga próba, żeby było uczciwie.",
        "Kawa zdążyła wystygnąć.",
        "W rękawiczkach, jeśli to ważne.",
        "Czytane dwa razy, potem na głos.",
        "Bateria pokazywała dziewięć procent.",
        "Kolega założył się o ciasto, że nie wyjdzie.",
        "W połowie zadzwoniła mama.",
        "Tyle czasu gotuje się jajko.",
        "Winda stanęła między piętrami, więc był czas.",
        "Zapisane od razu, zanim przyjdzie łagodność.",
        "W domu nikt nie uwierzył.",
        "Za własne pieniądze już by mnie tam nie było.",
        "Każdy krok na zrzucie ekranu, dla pewności.",
    ),
}

RETURNED_BECAUSE: dict[str, str] = {
    "en": (
        "The hotline is described well, and I can see how long the wait was. "
        "The rival's side has one word: please write what it was like there, so that the two can be compared."
    ),
    "zh-hans": "本行这边写得很清楚。邻行只写了两个字，麻烦补一句真实感受，这样两边才能比。",
    "pl": "Świetnie opisana infolinia, widać czas oczekiwania. U konkurencji jest jedno słowo: dopisz, jak było, żeby dało się porównać.",
}

WELL_DONE: dict[str, str] = {
    "en": "You noticed what we all walk past.",
    "zh-hans": "我们天天路过的东西，被你看见了。",
    "pl": "Widzisz to, obok czego wszyscy przechodzimy.",
}

DECLINE_BECAUSE = {
    "en": "The cinema stopped selling vouchers on Monday. Your points are back.",
    "zh-hans": "影院周一起不再卖券，普币已退回。",
    "pl": "Kino od poniedziałku nie sprzedaje bonów. Punkty wróciły.",
}
