import { hostMatches } from "../../../contract/host-name.ts";
import { passesCpf, passesDni, passesHetu, passesIban, passesLuhn, passesNir } from "./check-digits.ts";
import {
  exampleIbans,
  exampleIdentities,
  fictionalPhones,
  ibanLengths,
  testCardPrefix,
  testCards,
} from "./published-examples.ts";
import { isReservedHost, someMatch, traits, type Recogniser } from "./recogniser.ts";

/** What stands before the "@" has at most 64 characters (RFC 5321, section 4.5.3.1.1). */
const mailbox = /[\w.%+'-]{1,64}@([a-z\d-]+(?:\.[a-z\d-]+)*\.[a-z][a-z\d-]*)/gi;
/** ITU-T E.164: "+", then at most 15 digits; separators as people write them. */
const phone = /(?<![\d+])\+[1-9](?:[ ().-]{0,2}\d){7,14}(?!\d)/g;
const card = /(?<![\d.+])\d(?:[ -]?\d){12,18}(?![\d.]|[ -]\d)/g;
/** Lengths and first digits of card numbers by brand (ISO/IEC 7812-1 and the brands' own tables). */
const cardShape =
  /^(?:4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d{2}|7[01]\d|720)\d{12}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|6(?:011|5\d{2}|4[4-9]\d)\d{12}|35(?:2[89]|[3-8]\d)\d{12}|62\d{14,17})$/;
const iban = /\b[A-Z]{2}\d{2}(?: ?[A-Z\d]){11,30}/g;
/** DNI and NIE. */
const spain = /(?<![\w-])[\dXYZ]\d{7}-?[A-Z](?![\w-])/g;
/** Individual numbers from 900 are given to nobody (Digital and Population Data Services Agency). */
const finland =
  /(?<![\w-])(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}[-+A-FU-Y](?:00[2-9]|0[1-9]\d|[1-8]\d{2})[\dA-Y](?![\w-])/g;
/** CPF, as it is printed: eleven digits alone could be anything. */
const brazil = /(?<!\d)\d{3}\.\d{3}\.\d{3}-\d{2}(?!\d)/g;
/** NIR: sex, year, month, place of birth, order, key. */
const france = /(?<!\d)[12] ?\d{2} ?(?:0[1-9]|1[0-2]) ?\d{2} ?\d{3} ?\d{3} ?\d{2}(?!\d)/g;

/**
 * What identifies a living person and can be told from made-up values by its form. Names alone cannot. Not found: numbers without check
 * digits and without a form of their own, such as national telephone numbers. `testHosts` are patterns of the test environments' hosts.
 */
export function personalRecognisers(testHosts: readonly string[]): Recogniser[] {
  const isTestHost = (domain: string): boolean =>
    testHosts.some((host) => hostMatches(host, domain) || hostMatches(`*.${host}`, domain));
  const found: Omit<Recogniser, "concern">[] = [
    {
      kind: "e-mail addresses",
      needs: traits.at | traits.dot,
      // The user of a URL is no mailbox.
      holds: (text) =>
        someMatch(
          mailbox,
          text.includes("://") ? text.replaceAll(/:\/\/[^/\s]*/g, " ") : text,
          ([, domain = ""]) => !isReservedHost(domain) && !isTestHost(domain),
        ),
    },
    {
      kind: "telephone numbers",
      needs: traits.digits | traits.plus,
      holds: (text) =>
        someMatch(phone, text, ([number]) => {
          const plain = number.replaceAll(/[^\d+]/g, "");
          return !fictionalPhones.some((range) => range.test(plain));
        }),
    },
    {
      kind: "payment card numbers",
      needs: traits.manyDigits,
      holds: (text) =>
        someMatch(card, text, ([number]) => {
          const plain = number.replaceAll(/\D/g, "");
          return (
            cardShape.test(plain) && passesLuhn(plain) && !testCards.has(plain) && !plain.startsWith(testCardPrefix)
          );
        }),
    },
    {
      kind: "bank account numbers (IBAN)",
      needs: traits.digits | traits.capital,
      holds: (text) =>
        someMatch(iban, text, ([number]) => {
          const plain = number.replaceAll(" ", "");
          const length = ibanLengths.get(plain.slice(0, 2));
          if (length === undefined || plain.length < length) return false;
          // Words in capitals may follow a number: the country says where it ends.
          const whole = plain.slice(0, length);
          return passesIban(whole) && !exampleIbans.has(whole);
        }),
    },
    identity(spain, "Spain (DNI, NIE)", traits.digits | traits.capital, /-/g, passesDni),
    identity(finland, "Finland (HETU)", traits.digits, null, passesHetu),
    identity(
      brazil,
      "Brazil (CPF)",
      traits.digits | traits.dot,
      /\D/g,
      (plain) => !/^(\d)\1*$/.test(plain) && passesCpf(plain),
    ),
    identity(france, "France (NIR)", traits.manyDigits, / /g, passesNir),
  ];
  return found.map((one) => ({ ...one, concern: "personal" }));
}

/** A national number with check digits; `separators` do not belong to it. */
function identity(
  pattern: RegExp,
  country: string,
  needs: number,
  separators: RegExp | null,
  passes: (plain: string) => boolean,
): Omit<Recogniser, "concern"> {
  return {
    kind: `national identity numbers of ${country}`,
    needs,
    holds: (text) =>
      someMatch(pattern, text, ([number]) => {
        const plain = separators === null ? number : number.replaceAll(separators, "");
        return passes(plain) && !exampleIdentities.has(plain);
      }),
  };
}
