// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.http;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import net.vireo.cli.node.RunDirectory;
import net.vireo.cli.path.PathQuestion;
import net.vireo.cli.path.PathTrace;

/** {@code /api/v1/trace}: the way of a packet, predicted by GET, and that of a probe beside it by POST. */
public final class TraceApi implements HttpService {
    private static final int MOST_AT_A_TIME = 4;
    private static final int MOST_PORT = 65_535;
    private static final Set<String> PROTOCOLS = Set.of("tcp", "udp", "icmp");

    /** Names of guests and nodes; what is no name of any is refused by who knows them. */
    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,100}");

    private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F:.]{2,45}");

    private final RunDirectory run;
    private final Semaphore asking = new Semaphore(MOST_AT_A_TIME);

    /** Of the nodes of this run directory. */
    public TraceApi(final RunDirectory run) {
        this.run = run;
    }

    @Override
    public void routing(final HttpRules rules) {
        rules.get("/", this::predict);
        rules.post("/", this::ask);
    }

    /** A GET changes nothing, so it sends nothing: other sites can make a browser GET. */
    private void predict(final ServerRequest request, final ServerResponse response) {
        if (isTrue(parameters(request), "send")) {
            throw new ApiError(
                    ApiError.BAD_REQUEST, "a GET sends no probe", "POST the same question, with 'X-Vireo: 1'");
        }
        ask(request, response);
    }

    private static Parameters parameters(final ServerRequest request) {
        return new Parameters(request, "node", "from", "to", "proto", "port", "send", "deliver");
    }

    private void ask(final ServerRequest request, final ServerResponse response) {
        final PathQuestion question = question(parameters(request));
        if (!asking.tryAcquire()) {
            throw new ApiError(
                    ApiError.UNAVAILABLE, MOST_AT_A_TIME + " traces are being made already", "ask again in a second");
        }
        try {
            Answers.json(response, PathTrace.ask(run, question));
        } finally {
            asking.release();
        }
    }

    private static PathQuestion question(final Parameters parameters) {
        final String protocol = parameters.text("proto").orElse("icmp");
        if (!PROTOCOLS.contains(protocol)) {
            throw wrong("proto", protocol, "tcp, udp or icmp");
        }
        return new PathQuestion(
                parameters
                        .text("node")
                        .filter(node -> !node.isEmpty())
                        .map(node -> matching("node", node, NAME))
                        .orElse(""),
                matching("from", parameters.text("from").orElse(""), NAME),
                matching("to", parameters.text("to").orElse(""), ADDRESS),
                protocol,
                protocol.equals("icmp") ? 0 : parameters.number("port", 1, MOST_PORT, 80),
                0,
                isTrue(parameters, "send"),
                isTrue(parameters, "deliver"));
    }

    private static String matching(final String name, final String value, final Pattern pattern) {
        if (!pattern.matcher(value).matches()) {
            throw wrong(name, value, name.equals("to") ? "an IPv4 or IPv6 address" : "a name");
        }
        return value;
    }

    private static boolean isTrue(final Parameters parameters, final String name) {
        return switch (parameters.text(name).orElse("false")) {
            case "true", "1" -> true;
            case "false", "0", "" -> false;
            default -> throw wrong(name, parameters.text(name).orElse(""), "true or false");
        };
    }

    private static ApiError wrong(final String name, final String value, final String expected) {
        return new ApiError(
                ApiError.BAD_REQUEST,
                "'" + name + "' is '" + Parameters.shortened(value) + "'",
                "expected " + expected);
    }
}
