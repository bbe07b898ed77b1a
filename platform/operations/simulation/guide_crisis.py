"""The guide for a crisis: the card is stolen abroad."""

from operations.simulation.guides import Asked, Guide, Line, Pairs, Scene
from operations.simulation.words import t

CRISIS = Guide(
    slug="stolen-abroad",
    picture="print",
    title=t("Your card is stolen abroad", "卡在境外被盗", "Kradzież karty za granicą"),
    lead=t(
        "The worst quarter of an hour a customer has with a bank. Live it without harm, and learn what helps.",
        "这是客户和银行之间最难的一刻钟。安全地走一遍，看看什么真正有用。",
        "Najgorszy kwadrans klienta z bankiem. Przeżyj go bez szkody i zobacz, co pomaga.",
    ),
    parts=[
        [
            t(
                "Never report a real theft for a test. Go as far as the point where a customer would say “block it”, and stop there: "
                "you want to "
                "know how fast a person is reached, not how fast a card dies.",
                "千万不要为测试真的挂失。走到客户会说“请冻结”的那一步就停：我们想知道多快能找到人，而不是多快能停卡。",
                "Nigdy nie zgłaszaj prawdziwej kradzieży dla testu. Dojdź do chwili, w której klient powie „proszę zablokować”, i "
                "przestań: "
                "chcemy wiedzieć, jak szybko odbiera człowiek, a nie jak szybko znika karta.",
            ),
            t(
                "If your own card is really gone, this is not a task. Block it in the app first, then call the number on the bank's "
                "own page.",
                "如果你的卡真的丢了，这就不是任务。先在 App 里冻结，再拨打官网上的电话。",
                "Jeśli Twoja karta naprawdę zniknęła, to nie zadanie. Najpierw zablokuj ją w aplikacji, potem zadzwoń pod numer ze "
                "strony banku.",
            ),
        ],
        Scene(
            title=t("Three in the morning, another country", "异国他乡，凌晨三点", "Trzecia w nocy, inny kraj"),
            crisis=True,
            situation=t(
                "Two payments that you did not make. Your phone has 14 % left.",
                "两笔不是你刷的消费。手机还剩 14% 的电。",
                "Dwie płatności, o których nic nie wiesz. W telefonie zostało 14% baterii.",
            ),
            lines=[
                Line(
                    "you",
                    t(
                        "Two payments are not mine, the last four minutes ago. I am abroad and my battery is nearly empty. Block the "
                        "card first, please.",
                        "有两笔不是我刷的，最近一笔四分钟前。我在国外，手机快没电了。请先冻结卡片。",
                        "Dwie płatności nie są moje, ostatnia sprzed czterech minut. To zagranica, bateria pada. Proszę najpierw "
                        "zablokować kartę.",
                    ),
                    t(
                        "What, since when, what presses, and what is to happen first.",
                        "什么事、多久了、什么最急、先做什么。",
                        "Co, od kiedy, co nagli i co ma być pierwsze.",
                    ),
                ),
                Line(
                    "them",
                    t(
                        "It is blocked. Nothing more can leave. If we are cut off, I call you back on this number.",
                        "已经冻结，不会再有支出。万一断线，我用这个号码打回给你。",
                        "Zablokowane. Nic więcej nie wyjdzie. Jeśli nas rozłączy, oddzwonię na ten numer.",
                    ),
                    t(
                        "This is what a good answer sounds like: it is safe, and you are not alone.",
                        "好的回答就是这样：安全了，而且有人陪着。",
                        "Tak brzmi dobra odpowiedź: jest bezpiecznie i ktoś jest przy Tobie.",
                    ),
                ),
                Line(
                    "you",
                    t("How do I pay tomorrow?", "那我明天拿什么付钱？", "Czym zapłacę jutro?"),
                    t(
                        "The question that customers ask next, and that scripts forget.",
                        "客户接着一定会问，而话术里常常没有。",
                        "To następne pytanie klienta i to o nim zapominają skrypty.",
                    ),
                ),
            ],
            lesson=t(
                "In a crisis people remember one sentence. Write down which one you would remember.",
                "危机中，人只记得住一句话。写下你会记住的那句。",
                "W kryzysie zapamiętuje się jedno zdanie. Zapisz, które zostanie z Tobą.",
            ),
        ),
        Pairs(
            [
                (
                    t("“Nothing is lost” comes before any question", "先说“钱没丢”，再问问题", "„Nic nie przepadło” przed każdym pytaniem"),
                    t(
                        "Name, date of birth, mother's maiden name first",
                        "上来就问姓名、生日、母亲姓氏",
                        "Najpierw nazwisko, data urodzenia, nazwisko panieńskie matki",
                    ),
                ),
                (
                    t("Say what happens next, and when", "说清下一步和时间", "Powiedz, co będzie dalej i kiedy"),
                    t("“You will hear from us”", "“请等通知”", "„Odezwiemy się”"),
                ),
            ]
        ),
    ],
    check=[
        Asked(
            t("How far does this test go?", "这个测试做到哪一步？", "Jak daleko idzie ten test?"),
            [
                t("To where a customer would say “block it”", "到客户会说“请冻结”为止", "Do chwili, gdy klient powie „proszę zablokować”"),
                t("Until the card is blocked", "到卡被冻结为止", "Aż karta będzie zablokowana"),
                t("Until the money is back", "到钱退回为止", "Aż wrócą pieniądze"),
            ],
            t(
                "A false report would take a person's time from somebody who is really robbed, and leave you without a card.",
                "假报案会占用真正受害者的时间，还让你没卡可用。",
                "Fałszywe zgłoszenie zabierze czas komuś, kogo naprawdę okradli, a Ciebie zostawi bez karty.",
            ),
            1,
        ),
        Asked(
            t("Your own card is really gone. What first?", "你的卡真的丢了，先做什么？", "Twoja karta naprawdę zniknęła. Co najpierw?"),
            [
                t("Block it in the app", "在 App 里冻结", "Zablokować ją w aplikacji"),
                t("Write it down for the report", "先记下来写报告", "Zapisać to do raportu"),
                t("Wait for morning", "等天亮", "Poczekać do rana"),
            ],
            t("You first, the programme later. Always.", "先顾自己，再顾项目。永远如此。", "Najpierw Ty, program później. Zawsze."),
            0,
        ),
        Asked(
            t("What should a customer hear first?", "客户最先该听到什么？", "Co klient powinien usłyszeć najpierw?"),
            [
                t("That nothing more can be lost", "不会再有损失", "Że nic więcej nie przepadnie"),
                t("Questions about their identity", "身份核验问题", "Pytania o tożsamość"),
                t("How the refund works", "退款流程", "Jak działa zwrot"),
            ],
            t(
                "A person in fear hears one sentence. Identity can be checked by then: the phone, the app, the voice.",
                "害怕的人只听得进一句话。身份可以同时核验：手机、App、声音。",
                "Człowiek w strachu słyszy jedno zdanie. Tożsamość można sprawdzić obok: telefon, aplikacja, głos.",
            ),
            2,
        ),
        Asked(
            t("Which question do scripts forget?", "话术最常漏掉哪个问题？", "O którym pytaniu zapominają skrypty?"),
            [
                t("“How do I pay tomorrow?”", "“我明天拿什么付钱？”", "„Czym zapłacę jutro?”"),
                t("“What is your name?”", "“你叫什么？”", "„Jak się Pan nazywa?”"),
                t("“When were you born?”", "“你的生日？”", "„Kiedy się Pani urodziła?”"),
            ],
            t(
                "The bank thinks of the card, the customer of breakfast. Whoever answers that has won somebody for years.",
                "银行想的是卡，客户想的是早饭。谁先回答这个，谁就赢得多年的信任。",
                "Bank myśli o karcie, klient o śniadaniu. Kto na to odpowie, zyska kogoś na lata.",
            ),
            1,
        ),
    ],
)
