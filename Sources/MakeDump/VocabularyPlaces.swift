// Countries, cities and the form of postcodes; interests.

extension Vocabulary {
  static let places = entries(
    """
    Germany|Berlin|10###; Germany|Hamburg|20###; Germany|Frankfurt am Main|60###
    Germany|Stuttgart|70###; Germany|Leipzig|04###; Germany|Halle (Saale)|06###
    Austria|Wien|1##0; Austria|Graz|80##; Austria|Linz|40##; United States|New York, NY|10###
    United States|Los Angeles, CA|90###; United States|Austin|787##
    United States|Chicago|606##; United States|Washington, D.C.|200##
    United States|Boston|021##-####; United Kingdom|London|SW# #@@
    United Kingdom|Manchester|M# #@@; United Kingdom|Leeds|LS# #@@
    United Kingdom|King's Lynn|PE3# #@@; Ireland|Dublin|D## @#@#; France|Paris|750##
    France|Lyon|6900#; France|Marseille|130##; France|Paris, 15e|75015; Belgium|Bruxelles|1###
    Luxembourg|Luxembourg|L-####; Germany|München|80###; Germany|Köln|50###
    Germany|Düsseldorf|40###; Germany|Nürnberg|90###; Germany|Lübeck|23###
    Germany|Würzburg|97###; Germany|Görlitz|02###; Netherlands|Amsterdam|10## @@
    Netherlands|'s-Hertogenbosch|52## @@; Netherlands|Utrecht|35## @@; Spain|Madrid|280##
    Spain|Barcelona|080##; Italy|Roma|001##; Italy|Milano|201##; Portugal|Lisboa|1###-###
    Poland|Warszawa|0#-###; Czechia|Praha|1## 00; Hungary|Budapest|1###; Norway|Oslo|0###
    Sweden|Stockholm|11# ##; Finland|Helsinki|00##0; Canada|Toronto|M#@ #@#
    Canada|St. John's|A#@ #@#; India|Mumbai|4000##; India|Bengaluru|5600##
    Australia|Sydney|2###; Australia|Perth|6###; Austria|Sankt Pölten|31##
    Switzerland|Zürich|80##; Switzerland|Genève|12##; Switzerland|Zürich, Kreis 4|8004
    Ireland|Dún Laoghaire|A9# @#@#; France|Saint-Étienne|42###; Belgium|Liège|40##
    Spain|Málaga|290##; Spain|A Coruña|150##; Italy|Forlì|471##
    Portugal|Póvoa de Varzim|4490-###; Poland|Kraków|3#-###; Poland|Łódź|9#-###
    Czechia|Plzeň|3## 00; Slovakia|Košice|040 ##; Hungary|Győr|90##; Romania|București|0#####
    Romania|Iași|70####; Bulgaria|София|1###; Greece|Αθήνα|10# ##; Türkiye|İstanbul|34###
    Türkiye|İzmir|35###; Ukraine|Київ|0####; Denmark|København|1###; Denmark|Århus|8###
    Norway|Tromsø|90##; Sweden|Malmö|21# ##; Sweden|Göteborg|41# ##; Finland|Jyväskylä|40##0
    Iceland|Reykjavík|10#; Canada|Montréal|H#@ #@#; Brazil|São Paulo|0####-###
    Brazil|Brasília|70###-###; Mexico|Ciudad de México|0####; Mexico|Mérida, Yuc.|97###
    Argentina|Córdoba|X50##; Japan|東京|1##-####; Japan|大阪市|5##-####; South Korea|서울|0####
    Taiwan|臺北市|1##; China|上海|20####; Vietnam|Hà Nội|1#####; New Zealand|Whangārei|01##
    Egypt|القاهرة|11###
    """)

  /// A prime number of them, which the choice of several relies on.
  static let interests = entries(
    """
    sports; travel; music; food & drink; home & garden; photography; film & series; gaming
    fashion & beauty; technology; books; cars & motorcycles; pets; outdoor; health & fitness
    arts & culture; personal finance
    """)
}
