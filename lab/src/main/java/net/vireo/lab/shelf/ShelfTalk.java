// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.shelf;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import net.vireo.lab.host.LabException;
import tools.jackson.databind.JsonNode;

/** Asks a shelf, waits until it is done, and prints what came of it. For one thread. */
public final class ShelfTalk {
    private static final long POLL_MS = 100;
    private static final long LIMIT_S = 300;

    private final ShelfClient client;
    private final boolean json;
    private final PrintStream out;

    /** @param json print the shelf's answer as it is */
    public ShelfTalk(final ShelfClient client, final boolean json, final PrintStream out) {
        this.client = client;
        this.json = json;
        this.out = out;
    }

    /** Prints all faults. */
    int list() {
        final JsonNode answer = client.ask("list", "");
        if (json) {
            out.println(answer.toPrettyString());
            return 0;
        }
        for (final JsonNode fault : answer.path("faults")) {
            out.printf(
                    Locale.ROOT,
                    "%-18s %-9s deck p%-4d %s%n",
                    text(fault, "name"),
                    text(fault, "state"),
                    fault.path("page").asInt(),
                    text(fault, "title"));
            out.println("    " + text(fault, "what"));
            if (!text(fault, "message").isEmpty()) {
                out.println("    " + text(fault, "message"));
            }
            if (text(fault, "state").equals("planted")) {
                guests(fault);
            }
        }
        return 0;
    }

    private void guests(final JsonNode fault) {
        fault.path("guests")
                .properties()
                .forEach(guest -> out.println("    guest " + guest.getKey() + ": sent "
                        + guest.getValue().path("sent").asLong() + ", refused "
                        + guest.getValue().path("refused").asLong() + ", received "
                        + guest.getValue().path("received").asLong()));
    }

    /** Plants one and waits. */
    int plant(final String name) throws InterruptedException {
        final JsonNode fault = done("plant", name);
        if (json) {
            out.println(fault.toPrettyString());
        } else if (text(fault, "state").equals("planted")) {
            out.println("planted: " + text(fault, "title") + " (deck p"
                    + fault.path("page").asInt() + ")");
            out.println("    " + text(fault, "what"));
            out.println("see it:  vireo doctor --node " + text(fault, "node"));
            out.println("mend it: " + text(fault, "mend"));
            out.println("lift it: vireo lab fault lift " + name);
        }
        return result(fault, "planted");
    }

    /** Lifts one and waits. */
    int lift(final String name) throws InterruptedException {
        final JsonNode fault = done("lift", name);
        if (json) {
            out.println(fault.toPrettyString());
        } else if (text(fault, "state").equals("off")) {
            out.println("lifted: nothing of it is left");
        }
        return result(fault, "off");
    }

    private static int result(final JsonNode fault, final String wanted) {
        if (text(fault, "state").equals(wanted)) {
            return 0;
        }
        throw new LabException(text(fault, "name") + " is " + text(fault, "state") + ": " + text(fault, "message"));
    }

    /** Asks, and waits until the work is done. */
    private JsonNode done(final String what, final String name) throws InterruptedException {
        client.ask(what, name);
        return settled(client, "list", "faults", name);
    }

    /** Waits until nothing is being done with it. */
    static JsonNode settled(final ShelfClient client, final String question, final String answer, final String name)
            throws InterruptedException {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_S);
        while (true) {
            final JsonNode fault = named(client.ask(question, "").path(answer), name);
            final String state = text(fault, "state");
            if (!state.equals("planting") && !state.equals("lifting")) {
                return fault;
            }
            if (System.nanoTime() > deadlineNs) {
                throw new LabException(name + " is still " + state + " after " + LIMIT_S + " s");
            }
            Thread.sleep(POLL_MS);
        }
    }

    private static JsonNode named(final JsonNode list, final String name) {
        return StreamSupport.stream(list.spliterator(), false)
                .filter(each -> text(each, "name").equals(name))
                .findFirst()
                .orElseThrow(() -> new LabException("the lab does not know " + name));
    }

    private static String text(final JsonNode node, final String field) {
        return node.path(field).asString("");
    }
}
