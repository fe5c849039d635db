package org.commissionledger.person;

import java.text.Normalizer;

/** What a person is called: 1 to 200 characters without control characters, composed (NFC), without white space around it. */
public record PersonName(String value) {

    public static final int MAX_LENGTH = 200;

    /** @throws InvalidName without repeating the text */
    public PersonName {
        value = Normalizer.normalize(value.strip(), Normalizer.Form.NFC);
        if (value.isEmpty() || value.length() > MAX_LENGTH || !PlainText.isPlain(value)) {
            throw new InvalidName();
        }
    }

    /** Says nothing, so that no log does. */
    @Override
    public String toString() {
        return "a name";
    }
}
