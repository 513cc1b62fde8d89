/** ISO/IEC 7812-1, annex B: every second digit from the right is doubled, and the sum of all digits is a multiple of ten. */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - at) - 48;
    const weighted = at % 2 === 1 ? digit * 2 : digit;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0;
}

/** ISO/IEC 7064, MOD 97-10, as ISO 13616 uses it: the first four characters go to the end, letters count from 10. */
export function passesIban(iban: string): boolean {
  let rest = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** Spain: the letter behind eight digits is their remainder by 23 (Real Decreto 1553/2005, article 11). X, Y, Z stand for 0, 1, 2. */
export function passesDni(text: string): boolean {
  const number = Number(text.slice(0, 8).replace(/^[XYZ]/, (letter) => String("XYZ".indexOf(letter))));
  return "TRWAGMYFPDXBNJZSQVHLCKE"[number % 23] === text[8];
}

/** Finland: the character at the end is the remainder of birth date and individual number by 31 (Decree 128/2010, section 2). */
export function passesHetu(text: string): boolean {
  const number = Number(text.slice(0, 6) + text.slice(7, 10));
  return "0123456789ABCDEFHJKLMNPRSTUVWXY"[number % 31] === text[10];
}

/** Brazil: two digits, each the remainder by 11 of a weighted sum of those before it (Receita Federal, CPF). `digits` are eleven. */
export function passesCpf(digits: string): boolean {
  const checked = (count: number): number => {
    let sum = 0;
    for (let at = 0; at < count; at += 1) sum += (digits.charCodeAt(at) - 48) * (count + 1 - at);
    return ((sum * 10) % 11) % 10;
  };
  return checked(9) === digits.charCodeAt(9) - 48 && checked(10) === digits.charCodeAt(10) - 48;
}

/** France: the key is 97 less the remainder of the first 13 digits by 97 (INSEE, NIR). `digits` are fifteen. */
export function passesNir(digits: string): boolean {
  return 97 - (Number(digits.slice(0, 13)) % 97) === Number(digits.slice(13));
}
