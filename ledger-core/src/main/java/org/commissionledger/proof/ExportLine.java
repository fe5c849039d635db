package org.commissionledger.proof;

import java.security.MessageDigest;
import java.util.Arrays;
import org.commissionledger.eventstore.HashChain;
import org.commissionledger.identity.Sha256;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** One line of an export: an event, or something that is none. */
sealed interface ExportLine permits HistoryCheck.Link, ExportLine.Malformed {

    /** @param why without the line's values */
    record Malformed(String why) implements ExportLine {}

    /** Reads lines, on one thread. */
    final class Reading {

        private static final JsonFactory FACTORY = new JsonFactory();
        private static final int FIELDS = 10;
        private static final int LEDGER_SEQUENCE = 0;
        private static final int STREAM = 2;
        private static final int STREAM_SEQUENCE = 3;
        private static final int REVISION = 5;
        private static final int RECORDED_AT = 7;
        private static final int HASH = 10;

        private final HashChain chain = new HashChain();
        private final MessageDigest sha256 = Sha256.digest();
        private final String[] fields = new String[FIELDS + 1];
        private final long[] numbers = new long[FIELDS];

        ExportLine read(byte[] text, int from, int length) {
            try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), text, from, length)) {
                return line(json);
            } catch (JacksonException e) {
                return new Malformed("It is not a JSON object as the ledger writes it.");
            } catch (MalformedProofException e) {
                return new Malformed(String.valueOf(e.getMessage()));
            }
        }

        private HistoryCheck.Link line(JsonParser json) {
            Arrays.fill(fields, null);
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedProofException("It is not a JSON object.");
            }
            int found = 0;
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                field(json, place(json.currentName()));
                found++;
            }
            if (found != FIELDS + 1 || json.nextToken() != null) {
                throw new MalformedProofException("It does not have just the fields of an event.");
            }
            return new HistoryCheck.Link(
                    numbers[LEDGER_SEQUENCE],
                    StreamSequences.fingerprint(sha256, fields[STREAM]),
                    numbers[STREAM_SEQUENCE],
                    fields[RECORDED_AT],
                    chain.leaf(Arrays.asList(fields).subList(0, FIELDS)),
                    ProofJson.hash(fields[HASH]),
                    null);
        }

        private void field(JsonParser json, int place) {
            boolean whole = place == LEDGER_SEQUENCE || place == STREAM_SEQUENCE || place == REVISION;
            JsonToken expected = whole ? JsonToken.VALUE_NUMBER_INT : JsonToken.VALUE_STRING;
            if (json.nextToken() != expected || fields[place] != null) {
                throw new MalformedProofException(
                        "The field " + json.currentName() + " is not as the ledger writes it.");
            }
            fields[place] = json.getString();
            if (whole) {
                numbers[place] = json.getLongValue();
            }
        }

        private static int place(String name) {
            return switch (name) {
                case "ledgerSequence" -> LEDGER_SEQUENCE;
                case "eventId" -> 1;
                case "stream" -> STREAM;
                case "streamSequence" -> STREAM_SEQUENCE;
                case "type" -> 4;
                case "revision" -> REVISION;
                case "effectiveAt" -> 6;
                case "recordedAt" -> RECORDED_AT;
                case "payload" -> 8;
                case "metadata" -> 9;
                case "hash" -> HASH;
                default -> throw new MalformedProofException("It has a field that no event has.");
            };
        }
    }
}
