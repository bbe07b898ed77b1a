"""About sixty employees of Harbour Bank in eight departments, and the ready-made sign-ins."""

from typing import NamedTuple, TypedDict

from members import rights
from operations.simulation.words import Texts, t

DEPARTMENTS: dict[str, Texts] = {
    "cards": t("Cards", "信用卡部", "Karty"),
    "digital": t("Digital channels", "数字渠道部", "Kanały cyfrowe"),
    "logistics": t("Logistics", "物流部", "Logistyka"),
    "service": t("Customer service", "客户服务部", "Obsługa klienta"),
    "marketing": t("Marketing", "市场部", "Marketing"),
    "risk": t("Risk", "风险部", "Ryzyko"),
    "retail": t("Branches", "网点部", "Oddziały"),
    "operations": t("Operations", "运营部", "Operacje"),
}


class Person(NamedTuple):
    """Somebody in the play; `rights` are group names, `role` the sign-in it stands for."""

    first: str
    last: str
    department: str
    locale: str
    alias: str = ""
    rights: tuple[str, ...] = ()
    role: str = ""
    called: str = ""

    @property
    def email(self) -> str:
        return f"{self.first}.{self.last}@harbour.example".lower().replace("ś", "s").replace("ł", "l").replace("ó", "o").replace("ż", "z")


class SignIn(TypedDict):
    role: str
    email: str
    password: str
    what: str


PASSWORD = "walk-in-their-shoes"  # noqa: S105 - the demonstration's, printed on its own page

CAST = [
    Person("Xiao", "Lin", "retail", "zh-hans", "Night Heron", (rights.TESTER,), "tester", "小林"),
    Person("Ola", "Nowak", "risk", "pl", "Cichy Borsuk", (), "employee"),
    Person("Kasia", "Wrona", "marketing", "pl", "Ruda Kita", (rights.REVIEWER,), "reviewer"),
    Person("Mei", "Tang", "operations", "zh-hans", "Paper Crane", (rights.SUPER_MANAGER, rights.TESTER), "super-manager"),
    Person("Sam", "Carter", "cards", "en", "Grey Wagtail", (rights.PROGRAMME_MANAGER,), "programme manager"),
    Person("Wei", "Chen", "digital", "zh-hans", "Slow Loris", (rights.DEPARTMENT_OWNER,), "department owner"),
    Person("Anna", "Zielinska", "risk", "pl", "Biały Kruk", (rights.MANAGEMENT,), "management"),
    Person("Joanna", "Reed", "operations", "en", "Abacus", (rights.FINANCE,), "finance"),
    Person("Hao", "Sun", "risk", "zh-hans", "Owl", (rights.AUDITOR,), "auditor"),
    Person("Alex", "Moss", "digital", "en", "Toolbox", (rights.ADMINISTRATOR,), "administrator"),
    # owners of the other departments, and a second reviewer
    Person("Marek", "Lis", "logistics", "pl", "Zimorodek", (rights.DEPARTMENT_OWNER,)),
    Person("Grace", "Holt", "service", "en", "Quiet Storm", (rights.DEPARTMENT_OWNER,)),
    Person("Li", "Fang", "cards", "zh-hans", "Bamboo", (rights.DEPARTMENT_OWNER,)),
    Person("Piotr", "Mazur", "marketing", "pl", "Stary Lis", (rights.DEPARTMENT_OWNER,)),
    Person("Dawei", "Qian", "operations", "zh-hans", "Abalone", (rights.DEPARTMENT_OWNER,)),
    Person("Ben", "Ashby", "retail", "en", "Lantern", (rights.REVIEWER,)),
]

_OTHERS = """
Yu|Zhao|cards|zh-hans|Plum Rain
Jing|Wu|cards|zh-hans|Teapot
Tom|Ellery|cards|en|Kingfisher
Ewa|Sowa|cards|pl|Sowa z Dębu
Bo|Liang|digital|zh-hans|Pixel
Nina|Frost|digital|en|Hedgehog
Jan|Kos|digital|pl|Szary Kos
Tao|Xu|digital|zh-hans|Cicada
Iga|Wilk|logistics|pl|Wilczek
Peng|Ma|logistics|zh-hans|Grey Horse
Rosa|Hill|logistics|en|Milestone
Kamil|Dudek|logistics|pl|Dudek
Hui|Gao|logistics|zh-hans|Tall Pine
Lucy|Marsh|service|en|Reed Bunting
Qing|Deng|service|zh-hans|Lantern Fish
Ania|Bocian|service|pl|Klekot
Fei|Yao|service|zh-hans|Cloud Gate
Zofia|Rak|service|pl|Mały Rak
Oscar|Penn|marketing|en|Inkwell
Ling|Bai|marketing|zh-hans|White Sail
Maja|Kruk|marketing|pl|Wiercipięta
Rui|Song|marketing|zh-hans|Pine Song
Adam|Zych|risk|pl|Ostrożny Jeż
Yan|Shen|risk|zh-hans|Deep Water
Helen|Ward|risk|en|Watchtower
Min|Jiang|risk|zh-hans|River Stone
Filip|Gil|risk|pl|Gil
Shan|Lu|retail|zh-hans|Mountain Road
Emily|Stone|retail|en|Pebble
Olek|Baran|retail|pl|Złoty Baran
Xin|He|retail|zh-hans|Lotus Root
Basia|Mewa|retail|pl|Mewa
Jun|Ding|retail|zh-hans|Copper Bell
George|Finch|retail|en|Finch
Hania|Puchacz|retail|pl|Nocna Zmiana
Kai|Cao|retail|zh-hans|Green Grass
Yue|Fan|operations|zh-hans|Moon Gate
Jack|Rowe|operations|en|Rower
Ula|Czapla|operations|pl|Czapla
Zhen|Peng|operations|zh-hans|Roc
Leon|Bies|operations|pl|Cichy Bies
Chloe|Banks|operations|en|Riverbank
Lan|Hu|operations|zh-hans|Orchid
Wojtek|Sikora|operations|pl|Sikorka
""".strip()

EVERYBODY = [*CAST, *(Person(*line.split("|")) for line in _OTHERS.splitlines())]  # type: ignore[arg-type]

WHAT: dict[str, str] = {
    "employee": "all-hands tasks, wallet, inbox",
    "tester": "every task, a draft to go on with, findings, shop",
    "reviewer": "the review queue",
    "super-manager": "reviews and own tasks",
    "programme manager": "Wagtail, merging, reports, joint review",
    "department owner": "actions of Digital channels",
    "management": "the report, the joint review, the board",
    "finance": "redemptions and books",
    "auditor": "the ledger and its proofs",
    "administrator": "everything in Wagtail",
}

DEMO_SIGN_INS: list[SignIn] = [
    {"role": person.role, "email": person.email, "password": PASSWORD, "what": WHAT[person.role]} for person in CAST if person.role
]
