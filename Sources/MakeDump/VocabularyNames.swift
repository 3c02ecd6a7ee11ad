// Names and e-mail domains. The domains are reserved ones (RFC 2606), so that no address is anyone's.

extension Vocabulary {
  static let firstNames = entries(
    """
    Anna; Maria; Michael; Thomas; Emma; Laura; Peter; Julia; Daniel; Sarah; Paul; Lisa; Martin
    Eva; David; Sophie; Jan; Lena; Andreas; Nina; Christian; Marie; Stefan; Katharina; Lukas
    Hannah; Agnieszka; John; Mary; James; Patricia; Robert; Jennifer; William; Elizabeth
    Richard; Barbara; Joseph; Giulia; Marco; Francesca; Alessandro; Carmen; Javier
    Anne-Marie|annemarie; Jean-Luc|jeanluc; Hans Peter|hanspeter; Mary Ann|maryann; Ahmet
    Mehmet; Dmitri; Olena; Wei; Priya; Arjun; D'Arcy|darcy; Noah; Mia; Ben; Leon; Finn; Jonas
    Elias; Felix; Max; Tim; Tom; Ida; Ella; Mila; Clara; Frieda; Zoë|zoe; Jürgen|juergen
    Łukasz|lukasz; José|jose; François|francois; Björn|bjoern; Søren|soeren; Åsa|asa
    Renée|renee; Jörg|joerg; Małgorzata|malgorzata; Anaïs|anais; Chloé|chloe; Lucía|lucia
    Núria|nuria; Inês|ines; Zsófia|zsofia; Ayşe|ayse; Çağla|cagla; Дмитрий|dmitrij
    Олена|olena; Γιώργος|giorgos; 美玲|meiling; 太郎|taro; さくら|sakura; 민준|minjun; 지우|jiwoo
    محمد|mohamed; Nguyễn|nguyen; Siobhán|siobhan; Máire|maire; Björk|bjork; Þóra|thora
    Václav|vaclav; Šárka|sarka
    """)

  static let lastNames = entries(
    """
    Schmidt; Schneider; Fischer; Weber; Meyer; Wagner; Becker; Schulz; Hoffmann; Koch; Bauer
    Richter; Smith; Johnson; Williams; Brown; Jones; Miller; Davis; Wilson; Anderson; Taylor
    Martin; Bernard; Dubois; Petit; Durand; Leroy; Moreau; Rossi; Russo; Ferrari; Bianchi
    Romano; Svoboda; Kowalski; Nowak; O'Brien|obrien; O'Connor|oconnor; McDonald
    D'Angelo|dangelo; Smith, Jr.|smithjr; Jones, Sr.|jonessr; van der Berg|vanderberg
    de la Cruz|delacruz; Von Trapp, PhD|vontrapp; Hansen; Jensen; Nielsen; Andersson
    Johansson; Virtanen; Nagy; Papadopoulos; Singh; Patel; Khan; Silva; Santos; Oliveira
    Ribeiro, Filho|ribeirofilho; Ionescu; Wolf; Neumann; Schwarz; Zimmermann; Braun; Hartmann
    Lange; Werner; Krause; Lehmann; Maier; Huber; Müller|mueller; García|garcia
    Fernández|fernandez; González|gonzalez; López|lopez; Martínez|martinez; Sánchez|sanchez
    Novák|novak; Dvořák|dvorak; Wiśniewski|wisniewski; Wójcik|wojcik; Schröder|schroeder
    Krüger|krueger; Jäger|jaeger; Groß|gross; Weiß|weiss; Köhler|koehler; Böhm|boehm
    Lefèvre|lefevre; Côté|cote; Gagné|gagne; Müller-Lüdenscheidt|muellerluedenscheidt
    Sørensen|sorensen; Ødegård|odegard; Ångström|angstrom; Mäkinen|makinen; Kovács|kovacs
    Szabó|szabo; Yılmaz|yilmaz; Öztürk|oztuerk; Παπαδόπουλος|papadopoulos; Иванова|ivanova
    Петренко|petrenko; 陳|chen; 王|wang; 佐藤|sato; 鈴木|suzuki; 김|kim; 박|park; Nguyễn|nguyen
    Trần|tran; الحسن|alhassan; Conceição|conceicao; Gonçalves|goncalves
    """)

  static let mailDomains = entries(
    """
    mail.example.com; example.com; example.org; example.net; post.example.org; web.example
    inbox.example.net; firma.example; kunden.example.com; university.example.org; online.example
    """)
}
