// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.cli.tool.Tool;
import net.vireo.sandesh.ResponseError;
import net.vireo.sandesh.VrouterClient;
import net.vireo.sandesh.VrouterRefusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vireo info}: what the data plane says of itself, as Contrail's {@code vrinfo} and {@code dpdkinfo} ask it. */
@Command(
        name = "info",
        description = "What the data plane says of itself: version, lcores, packet pools.",
        footer = {"", "Examples:", "  vireo info                        all of it", "  vireo info lcores"})
public final class InfoCommand extends Tool {
    /** What the subjects are called here, and their numbers on the wire (sheet vrouter-dataplane, 5.2). */
    private static final Map<String, Integer> SUBJECTS = subjects();

    @Parameters(
            paramLabel = "SUBJECT",
            arity = "0..1",
            defaultValue = "",
            description = "version, lcores or pools; all of them when left out")
    private String subject = "";

    /** Made by picocli. */
    public InfoCommand() {}

    private static Map<String, Integer> subjects() {
        final Map<String, Integer> subjects = new LinkedHashMap<>();
        subjects.put("version", RouterText.VERSION);
        subjects.put("lcores", RouterText.LCORES);
        subjects.put("pools", RouterText.POOLS);
        return subjects;
    }

    @Override
    public Integer call() {
        if (!subject.isEmpty() && !SUBJECTS.containsKey(subject)) {
            throw usage("'" + subject + "' is no subject, expected one of: " + String.join(", ", SUBJECTS.keySet()));
        }
        final List<String> wanted = subject.isEmpty() ? List.copyOf(SUBJECTS.keySet()) : List.of(subject);
        final Map<String, Object> texts = new LinkedHashMap<>();
        try (VrouterClient client = connect()) {
            wanted.forEach(each -> texts.put(each, text(client, SUBJECTS.get(each))));
        }
        if (output().json()) {
            final Map<String, Object> document = document();
            texts.forEach(
                    (each, text) -> document.put(each, text.toString().lines().toList()));
            output().printJson(document);
        } else {
            output().print(String.join(
                    "\n", texts.values().stream().map(Object::toString).toList()));
        }
        return OK;
    }

    /** A router that does not know the subject has nothing to say. */
    private String text(final VrouterClient client, final int number) {
        try {
            return RouterText.about(client, number);
        } catch (final VrouterRefusal refusal) {
            if (subject.isEmpty() && refusal.code() == ResponseError.EOPNOTSUPP.code()) {
                return "";
            }
            throw refusal;
        }
    }
}
