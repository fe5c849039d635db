package org.commissionledger.pseudonym;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.commissionledger.customer.CustomerId;
import org.commissionledger.organisation.OrganisationId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PseudonymTest {

    private static final OrganisationId DEMO = new OrganisationId("demo");

    /** Words, and parts of words, that must never come in when a list is edited; the curation itself went much further. */
    private static final List<String> NEVER = List.of(
            "fat",
            "ugly",
            "stupid",
            "dumb",
            "crazy",
            "mad",
            "lame",
            "poor",
            "dirty",
            "naked",
            "nude",
            "sexy",
            "hot",
            "black",
            "white",
            "brown",
            "yellow",
            "pale",
            "skinny",
            "hairy",
            "bald",
            "old",
            "lazy",
            "drunk",
            "high",
            "stoned",
            "dead",
            "gun",
            "sword",
            "knife",
            "bomb",
            "rifle",
            "poison",
            "devil",
            "angel",
            "god",
            "holy",
            "church",
            "cross",
            "nazi",
            "turkey",
            "china",
            "indian",
            "dutch",
            "french",
            "pig",
            "cow",
            "rat",
            "snake",
            "monkey",
            "ape",
            "gorilla",
            "donkey",
            "ass",
            "cock",
            "tit",
            "booby",
            "beaver",
            "pussy",
            "whale",
            "hippo",
            "elephant",
            "toad",
            "slug",
            "weed",
            "crack",
            "coke",
            "poppy",
            "hemp",
            "plague",
            "cancer",
            "wart",
            "cripple",
            "slave",
            "kill",
            "blood");

    private static final List<String> NEVER_WITHIN =
            List.of("fuck", "shit", "cunt", "cock", "dick", "slut", "whore", "nazi", "fagg", "nigg", "porn", "sex");

    @ParameterizedTest
    @ValueSource(strings = {"qualities.txt", "materials.txt", "things.txt"})
    void everyListHasAThousandPlainWords(String file) {
        List<String> words = Pseudonym.words(file);
        assertThat(words)
                .hasSizeGreaterThanOrEqualTo(1_000)
                .doesNotHaveDuplicates()
                .isSorted()
                .allMatch(word -> word.matches("[a-z]{3,10}"))
                .doesNotContainAnyElementsOf(NEVER)
                .noneMatch(
                        word -> NEVER_WITHIN.stream().anyMatch(part -> word.contains(part) && !word.equals("sextant")));
    }

    @Test
    void noWordIsInTwoLists() {
        Set<String> all = new HashSet<>();
        long words = 0;
        for (String file : List.of("qualities.txt", "materials.txt", "things.txt")) {
            all.addAll(Pseudonym.words(file));
            words += Pseudonym.words(file).size();
        }
        assertThat(all).hasSize((int) words);
    }

    @Test
    void thereAreMoreThanABillionNames() {
        assertThat((long) Pseudonym.words("qualities.txt").size()
                        * Pseudonym.words("materials.txt").size()
                        * Pseudonym.words("things.txt").size())
                .isBetween(1_000_000_000L, (long) Integer.MAX_VALUE);
    }

    /** A list that changes renames everyone, and the places in customers' rows are wrong: that is a decision, not an edit. */
    @ParameterizedTest
    @CsvSource({
        "qualities.txt, c05eaa3ee64d8f69b274e5fffc33aca2a031e8c8be4cf7928404e3f2ba819e38",
        "materials.txt, f48fabf509331e0279333eaf5ea351363abda9ba2d4799b1c40b1c7fa15f4a07",
        "things.txt, 52cd9a0d8d082427d19a93a912cc7d4d0f17de4afe0a5a397cb64e52784b1c4e"
    })
    void theListsAreTheOnesThatNamesWereGivenFrom(String file, String digest) throws Exception {
        byte[] text =
                (String.join("\n", Pseudonym.words(file)) + "\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text)))
                .isEqualTo(digest);
    }

    @ParameterizedTest
    @CsvSource({
        "demo, c-17850, sketching ice lynx",
        "demo, c-17851, enduring brioche cygnet",
        "other, c-17850, scientific acrylic earring"
    })
    void theSameCustomerAlwaysHasTheSameName(String organisation, String customer, String name) {
        assertThat(Pseudonym.of(new OrganisationId(organisation), new CustomerId(customer)))
                .isEqualTo(name);
    }

    @Test
    void organisationAndCustomerAreToldApart() {
        assertThat(Pseudonym.of(new OrganisationId("ab"), new CustomerId("c")))
                .isNotEqualTo(Pseudonym.of(new OrganisationId("a"), new CustomerId("bc")));
    }

    @Test
    void namesAreSpreadOverAllWords() {
        Set<String> names = new HashSet<>();
        Set<String> words = new HashSet<>();
        IntStream.range(0, 50_000).forEach(i -> {
            String name = Pseudonym.of(DEMO, new CustomerId("c-" + i));
            names.add(name);
            words.addAll(List.of(name.split(" ")));
        });
        assertThat(names).hasSizeGreaterThan(49_980);
        assertThat(words).hasSizeGreaterThan(3_780);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sketching ice lynx",
                "Sketching Ice Lynx",
                "sketching-ice-lynx",
                "  SKETCHING\tice -  lynx ",
            })
    void aNameIsFoundHoweverItIsTyped(String typed) {
        int place = Pseudonym.place(DEMO, new CustomerId("c-17850"));
        assertThat(Places.beginningWith(typed)).contains(new Places(place, place));
    }

    /** Sought in alphabetical order, among neighbours. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void theFirstWordsFindAllThatBeginWithThemAndNobodyElse(int words) {
        SortedMap<String, Integer> places = new TreeMap<>();
        IntStream.range(0, 2_000)
                .mapToObj(i -> new CustomerId("c-" + i))
                .forEach(id -> places.put(Pseudonym.of(DEMO, id), Pseudonym.place(DEMO, id)));
        places.keySet().stream().limit(200).forEach(sought -> {
            String typed = String.join(" ", List.of(sought.split(" ")).subList(0, words));
            Places found = Places.beginningWith(typed).orElseThrow();
            places.forEach((name, place) -> assertThat(found.first() <= place && place <= found.last())
                    .as("%s for %s", name, typed)
                    .isEqualTo((name + " ").startsWith(typed + " ")));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "-", "lynx", "ice", "sketching lynx", "sketching ice lynx lynx", "sketchin", "c-1"})
    void whatIsNoBeginningOfANameFindsNobody(String typed) {
        assertThat(Places.beginningWith(typed)).isEmpty();
    }
}
