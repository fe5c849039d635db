package org.commissionledger.api.offline;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.commissionledger.proof.Checkpoint;
import org.commissionledger.proof.Findings;
import org.commissionledger.proof.MalformedProofException;
import org.commissionledger.proof.ProofCheck;
import org.commissionledger.proof.ProofJson;
import org.commissionledger.proof.PublicKeys;
import org.commissionledger.proof.SigningKeys;
import org.commissionledger.proof.SigningKeysException;

/**
 * The commands of the jar that need no service. What was found stands on standard output, progress on standard error; the exit code is 0
 * when all is as it should be, 1 with findings, 2 when the command could not be carried out.
 */
public final class OfflineCommands {

    private static final int VERIFIED = 0;
    private static final int FOUND = 1;
    private static final int FAILED = 2;
    private static final String USAGE = """
            usage: verify FILE.ndjson --keys keys.json [--checkpoints checkpoints.ndjson] [--organisation ID]
                   verify-proof PROOF.json --keys keys.json
                   verify-consistency PROOF.json --keys keys.json
                   rotate-checkpoint-key FILE
            """;

    private final PrintStream out;
    private final PrintStream err;

    OfflineCommands(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Whether the service was started as one of these commands, or as one that is not there: settings begin with a dash. */
    public static boolean are(String[] arguments) {
        return arguments.length > 0 && !arguments[0].startsWith("-");
    }

    /** @return the exit code */
    public static int main(String[] arguments) {
        return new OfflineCommands(System.out, System.err).run(arguments);
    }

    int run(String[] arguments) {
        try {
            Options options = Options.read(arguments);
            return switch (arguments[0]) {
                case "verify" -> new VerifyExport(out, err).run(options);
                case "verify-proof" -> proof(options);
                case "verify-consistency" -> consistency(options);
                case "rotate-checkpoint-key" -> rotate(options);
                default -> throw new Options.Unusable("There is no command " + arguments[0] + ".");
            };
        } catch (Options.Unusable e) {
            err.println(e.getMessage());
            err.print(USAGE);
        } catch (MalformedProofException | SigningKeysException e) {
            err.println(e.getMessage());
        } catch (IOException | UncheckedIOException e) {
            err.println("A file cannot be read: " + e.getMessage());
        }
        return FAILED;
    }

    static PublicKeys keys(Options options) throws IOException {
        return PublicKeys.read(Files.readAllBytes(Path.of(options.require("--keys"))));
    }

    private int proof(Options options) throws IOException {
        Findings findings = new Findings();
        byte[] text = Files.readAllBytes(options.file());
        Checkpoint checkpoint = new ProofCheck(keys(options), findings).inclusion(ProofJson.read(text));
        return tell(
                findings,
                "The event is in the history of " + checkpoint.organisation() + " that was sealed at "
                        + checkpoint.sealedAt() + " with the key " + checkpoint.keyId() + ".");
    }

    private int consistency(Options options) throws IOException {
        Findings findings = new Findings();
        new ProofCheck(keys(options), findings).consistency(ProofJson.read(Files.readAllBytes(options.file())));
        return tell(findings, "The history sealed first is the beginning of the one sealed later.");
    }

    private int rotate(Options options) {
        out.println("Checkpoints are signed with the key " + SigningKeys.rotate(options.file())
                + " from the next start of a node with this file on.");
        return VERIFIED;
    }

    private int tell(Findings findings, String verified) {
        findings.all().forEach(out::println);
        out.println(findings.areNone() ? "verified. " + verified : "NOT verified.");
        return findings.areNone() ? VERIFIED : FOUND;
    }
}
