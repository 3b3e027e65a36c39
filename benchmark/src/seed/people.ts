/** The person at a place of the directory: the same in every run, computed without those before. */
export interface Person {
  first_name: string;
  last_name: string;
  email: string;
  second_email: string;
  phone_number: string;
  username: string | undefined;
  external_id: string;
  has_password: boolean;
  is_active: boolean;
  has_signed_in: boolean;
  organization: number;
  provider: "google" | "github" | "microsoft";
}

const split = (names: string) => names.split(" ");

const firstNames = split(
  "Ada Aisha Alejandro Alex Amara Amélie Ana Anders Andrea Anja Arjun Astrid Aylin Beatriz Benedikt Bjørn Bogdan Camille " +
    "Carlos Carmen Chen Chiara Chloé Claire Daniel Daria David Diego Dmitri Elena Elif Emeka Emily Emma Erik Esther " +
    "Fatima Felix Fiona Florence Francesca Gabriel George Grace Hanna Haruki Hassan Helena Henrik Hiroshi Ibrahim Ines " +
    "Ingrid Irina Isaac Isabel Ivan Jakub James Jana Javier Jing Johan Jonas Julia Kaito Karim Katarina Kenji Khadija " +
    "Kofi Lars Laura Layla Leila Leon Lin Louise Lucas Lucía Magnus Maja Marco Margaret Maria Marie Martin Mateo Matilda " +
    "Mei Michael Mohamed Nadia Naomi Niamh Nikolai Nina Noah Nora Olga Oliver Olivia Omar Oscar Paula Pedro Priya Rafael " +
    "Rania Ravi Rosa Ruth Ryan Saanvi Samuel Sara Sebastian Sigrid Simone Sofia Søren Stefan Sven Tariq Teresa Thomas " +
    "Tomás Ursula Valentina Vera Victor Wei William Yara Yasmin Youssef Yuki Zainab Zoe Łukasz Željko",
);

const lastNames = split(
  "Abe Adeyemi Ahmed Almeida Andersson Antonov Araújo Bakker Bauer Becker Bernard Bianchi Brown Carter Castillo Chen Cohen " +
    "Costa Cruz Dahl Das Delgado Demir Diallo Dubois Eriksson Evans Fernández Ferrari Fischer Fontaine Fraser García " +
    "Girard González Greco Gupta Haddad Hansen Hernández Hoffmann Horvat Hughes Ibrahim Ito Ivanov Jackson Jansen " +
    "Jensen Johansson Johnson Jones Kaplan Kato Kaur Khan Kim Kobayashi Kovács Kowalski Kumar Larsen Laurent Lee Lehmann " +
    "Lewis Li Lindberg Liu López Lovelace Mancini Marino Martínez Mbeki Mehta Meyer Moore Moreau Morales Müller Murphy " +
    "Nakamura Nguyen Nielsen Novák Núñez O'Brien Okafor Okonkwo Olsen Osei Park Patel Pereira Petrov Popescu Ramirez Rao " +
    "Ricci Rossi Roux Russo Sánchez Santos Sato Schmidt Schneider Silva Singh Smith Sokolov Suzuki Svensson Takahashi " +
    "Tanaka Taylor Thompson Torres Tran Turner Van-Dijk Vargas Virtanen Wagner Walker Wang Weber White Williams Wilson " +
    "Wong Wright Yamamoto Yilmaz Young Zhang Zimmermann",
);

/** A person whom every part of the name finds alone. */
export const planted = { first_name: "Ødnnx", last_name: "ꭓwxkjqzvyqhf" } as const;

/** The person in the middle of the directory. */
const plantedAt = (users: number) => Math.floor(users / 2);

export const password = "a-benchmark-password-that-is-long-enough";

/** A 32-bit mixer (the finalizer of MurmurHash3), so that neighbours get unrelated values. */
function mix(number: number) {
  let hash = number ^ 0x5bd1e995;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const asciiOf = (text: string) => {
  const letters = text.normalize("NFD").replace(/[^a-zA-Z-]/g, "");
  return letters.toLowerCase();
};

const homes = ["mail.example", "post.example", "inbox.example", "letters.example", "home.example"];

export const organizationCount = (users: number) => Math.max(1, Math.floor(users / 100));
export const organizationName = (index: number) =>
  `${lastNames[mix(index + 31) % lastNames.length]} ${["Textiles", "Robotics", "Foods", "Energy", "Health"][index % 5]} ${index + 1}`;

export function personAt(index: number, users: number): Person {
  const draw = (what: number) => mix(index * 16 + what);
  const isPlanted = index === plantedAt(users);
  const first_name = isPlanted ? planted.first_name : (firstNames[draw(1) % firstNames.length] ?? "Ada");
  const last_name = isPlanted ? planted.last_name : (lastNames[draw(2) % lastNames.length] ?? "Lovelace");
  const [first, last] = isPlanted ? ["planted", "person"] : [asciiOf(first_name), asciiOf(last_name)];
  const organization = draw(3) % organizationCount(users);
  return {
    first_name,
    last_name,
    email: `${first}.${last}${index}@${homes[draw(4) % homes.length]}`,
    second_email: `${first[0]}${last}.${index}@company${organization + 1}.example`,
    // The North American plan has a million numbers in each of these areas that are valid.
    phone_number: `+1${["212", "312", "415", "617"][index % 4]}${2_000_000 + Math.floor(index / 4)}`,
    username: draw(5) % 10 < 7 ? `${first}_${index}` : undefined,
    external_id: `crm-${100_000 + index}`,
    has_password: index % 10 !== 0,
    is_active: draw(6) % 10 < 9,
    has_signed_in: draw(7) % 10 < 6,
    organization,
    provider: (["google", "github", "microsoft"] as const)[draw(8) % 3] ?? "google",
  };
}
