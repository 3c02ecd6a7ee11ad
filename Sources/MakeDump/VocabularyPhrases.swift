// What agents and customers write in free text: commas, quotes, line ends, emoji, other scripts.

extension Vocabulary {
  static let phrases = entries(
    """
    called back; ok; no answer; VIP; prefers e-mail; do not call before 10; duplicate of an older account
    wants a refund, agreed with team lead; says "never again", offered a voucher; moved to another city
    asked for the 5" model, not the 7" one; delivery was late, parcel damaged, photos attached
    complained about the "free" shipping; customer since the beginning, always friendly
    Interessiert an Jahresabo, Rückruf nächste Woche; möchte "Premium" testen, aber ohne Kündigungsfrist
    Straße und Hausnummer geändert, neue Anschrift folgt; schönes Gespräch, sehr zufrieden 😀
    Très satisfait, rappeler à la rentrée; déménagement prévu en août; ne répond pas, réessayer
    Le pidió a la tienda un reembolso, ¿qué tal mañana?; muy contento, gracias ❤️
    zadowolony klient, poleca znajomym; proszę dzwonić po 18, najlepiej we wtorek
    お電話ください、午前中が希望です; 問題は解決しました; 请尽快回复，谢谢; клиент доволен, перезвонить во вторник
    birthday gift sent 🎁; loves the new app 👍🏽, found one bug; 100 % happy; asked for Tom & Jerry edition
    changed plan from "Free" to "Pro", then back; see ticket in the other system; contract sent, waiting
    ordered twice by mistake, second one cancelled; returns often; price match promised; newsletter stopped
    was told "it is in stock", it was not; will come to the shop on Saturday; asked about warranty, sent PDF
    partner has an account, too; spelling of name corrected; card expired, informed; wants paper invoice
    complaint closed; escalated to second level, waiting for an answer from the warehouse; test order, ignore
    """)

  /// What stands between two phrases of a comment.
  static let joiners = [
    ", ", ", ", ". ", ". ", "; ", " / ", " - ", " — ", "\n", "\n", "\r\n", "\n\n", ",\n- ",
  ]
}
