// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.run;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.node.RunDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vireo run web}: the console in a browser, for all nodes of this run directory. */
@Command(
        name = "web",
        description = {
            "The console in a browser: the core matrix, packet walks, and what the doctor finds, live.",
            "It reads the nodes' counter files; lcores do nothing for it. It serves this machine only, unless --listen"
                    + " names another address: then whoever opens it needs the token that is printed."
        },
        footer = {
            "",
            "Examples:",
            "  vireo run web                               http://127.0.0.1:8180",
            "  vireo run web --port 0                      on a free port, which is printed",
            "  vireo run web --listen 0.0.0.0              for other machines, with a token",
            "  curl -s http://127.0.0.1:8180/api/v1/nodes"
        })
public final class RunWebCommand implements Callable<Integer> {
    private static final int MAX_PORT = 65_535;
    private static final int TOKEN_BYTES = 16;
    private static final int LEAST_TOKEN_CHARACTERS = 16;
    private static final int MOST_TOKEN_CHARACTERS = 128;

    @Option(names = "--port", paramLabel = "N", defaultValue = "8180", description = "default: ${DEFAULT-VALUE}")
    private int port;

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "address to serve on; default: ${DEFAULT-VALUE}")
    private String listen;

    @Option(
            names = "--token",
            paramLabel = "WORD",
            arity = "0..1",
            fallbackValue = "",
            description =
                    "what a browser has to bring along, 16 to 128 letters, digits, - and _; without a word one is made"
                            + " up and printed. Needed, and made up, where --listen is no loopback address")
    private String token;

    @Spec
    private CommandSpec command;

    /** Made by picocli. */
    public RunWebCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        final InetSocketAddress address = address();
        final WebConsole.Wish wish = new WebConsole.Wish(RunDirectory.ofEnvironment(), address, token(address));
        final WebConsole console = ServiceLoader.load(WebConsole.class)
                .findFirst()
                .orElseThrow(() -> new CommandFailed(
                        "the web console is not on the module path",
                        "start it with the 'vireo' command, which adds the folder lib/web of the installation"));
        final PrintWriter out = command.commandLine().getOut();
        try {
            console.serve(wish, url -> {
                out.println("console at " + url);
                out.flush();
            });
        } catch (final IOException failure) {
            throw new CommandFailed(
                    "cannot listen on " + listen + " port " + port + ": " + failure.getMessage(),
                    "choose another --port, or see who has this one: ss -ltnp",
                    failure);
        }
        return 0;
    }

    private InetSocketAddress address() {
        if (port < 0 || port > MAX_PORT) {
            throw wrong("--port is " + port + ", expected 0 to " + MAX_PORT);
        }
        final InetSocketAddress address = new InetSocketAddress(listen, port);
        if (address.isUnresolved()) {
            throw wrong("--listen is '" + listen + "', which is no address of this machine");
        }
        return address;
    }

    private String token(final InetSocketAddress address) {
        if (token != null && !token.isEmpty()) {
            if (token.length() < LEAST_TOKEN_CHARACTERS
                    || token.length() > MOST_TOKEN_CHARACTERS
                    || !token.chars().allMatch(RunWebCommand::isTokenCharacter)) {
                throw wrong("--token takes " + LEAST_TOKEN_CHARACTERS + " to " + MOST_TOKEN_CHARACTERS
                        + " letters, digits, - and _; alone it makes one up");
            }
            return token;
        }
        return token != null || !address.getAddress().isLoopbackAddress() ? newToken() : "";
    }

    private static boolean isTokenCharacter(final int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_';
    }

    private static String newToken() {
        final byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private ParameterException wrong(final String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }
}
