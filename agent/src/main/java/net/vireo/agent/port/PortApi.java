// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.port;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import net.vireo.agent.http.LocalServer;
import net.vireo.agent.http.LocalServer.Answer;
import net.vireo.agent.http.LocalServer.Request;
import net.vireo.agent.oper.OperState;
import net.vireo.cli.text.JsonText;
import net.vireo.cli.text.JsonValue;

/**
 * The port API's requests (sheet control-plane 4.7): {@code POST /port}, {@code GET} and {@code DELETE /port/UUID},
 * {@code PUT /enable-port/UUID} and {@code /disable-port/UUID}, {@code POST /syncports}, {@code POST /vm},
 * {@code GET /vm/VM[/UUID]}, {@code DELETE /vm/VM}, {@code GET /vm-cfg/NAME}. {@code POST} and
 * {@code DELETE /gateway}. {@code GET /port} and {@code GET /gateway} are ours: all of them. Success is {@code {}}; an error is plain text in braces.
 */
public final class PortApi implements LocalServer.Handler {
    private static final String AUTHOR = "port-api";

    private final PortTable ports;
    private final Owner owner;
    private final MachineApi machines;

    /** Runs work on the thread that owns the ports. */
    @FunctionalInterface
    public interface Owner {
        /** Runs it there and returns what it returns, or throws what it throws. */
        <T> T call(Callable<T> work) throws Exception;
    }

    /**
     * @param ports touched by {@code owner} only
     * @param state the database of the moment: what is configured for ports
     */
    public PortApi(final PortTable ports, final Owner owner, final Supplier<OperState> state) {
        machines = new MachineApi(ports, state);
        this.ports = ports;
        this.owner = owner;
    }

    @Override
    public Answer answer(final Request request) {
        try {
            return owner.call(() -> act(request));
        } catch (final PortRefused refused) {
            return Answer.text(refused.status(), "{ " + refused.getMessage() + " }");
        } catch (final JsonValue.Malformed malformed) {
            return Answer.text(PortRefused.ERROR, "{ the body is " + malformed.getMessage() + " }");
        } catch (final IOException e) {
            return Answer.text(PortRefused.ERROR, "{ " + e.getMessage() + " }");
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.text(PortRefused.ERROR, "{ the agent is stopping }");
        } catch (final Exception e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private Answer act(final Request request) throws PortRefused, JsonValue.Malformed, IOException {
        final String[] path = request.path().substring(1).split("/", -1);
        final String what = request.method() + " " + path[0] + (path.length > 1 ? "/" : "");
        if (path.length > 3 || path.length == 3 && !what.equals("GET vm/")) {
            throw new PortRefused(PortRefused.NOT_FOUND, "Not Found");
        }
        switch (what) {
            case "POST port" -> add(JsonValue.parse(request.body()));
            case "GET port" -> {
                return Answer.json(JsonText.pretty(
                        ports.all().stream().map(StoredPort::tree).toList()));
            }
            case "GET port/" -> {
                return Answer.json(JsonText.pretty(ports.get(uuid(path)).tree()));
            }
            case "POST vm" -> {
                final Object body = JsonValue.parse(request.body());
                final List<Object> read = new ArrayList<>();
                for (final Object machine :
                        body instanceof final List<?> list ? list : List.of(body == null ? Map.of() : body)) {
                    read.add(MachineApi.port(machine));
                }
                add(read);
            }
            case "GET vm/" -> {
                final Optional<UUID> port = path.length < 3 ? Optional.empty() : Optional.of(PortReader.uuid(path[2]));
                return Answer.json(JsonText.pretty(machines.show(uuid(path), port)));
            }
            case "DELETE vm/" -> {
                final List<StoredPort> gone = machines.of(uuid(path));
                if (gone.isEmpty()) {
                    throw new PortRefused(PortRefused.NOT_FOUND, "Not Found");
                }
                for (final StoredPort port : gone) {
                    ports.delete(port.uuid());
                }
            }
            case "GET vm-cfg/" -> {
                return Answer.json(JsonText.pretty(machines.configuration(path[1])));
            }
            case "POST gateway" -> ports.addGateways(GatewayReader.read(gateways(request)));
            case "DELETE gateway" -> ports.deleteGateways(GatewayReader.devices(gateways(request)));
            case "GET gateway" -> {
                return Answer.json(JsonText.pretty(
                        ports.gateways().stream().map(GatewayReader::tree).toList()));
            }
            case "DELETE port/" -> ports.delete(uuid(path));
            case "PUT enable-port/" -> ports.enable(uuid(path), true);
            case "PUT disable-port/" -> ports.enable(uuid(path), false);
            case "POST syncports" -> ports.sync(System.nanoTime());
            default -> throw new PortRefused(PortRefused.NOT_FOUND, "Not Found");
        }
        return Answer.json("{}");
    }

    private static Object gateways(final Request request) throws PortRefused {
        try {
            return JsonValue.parse(request.body());
        } catch (final JsonValue.Malformed malformed) {
            throw new PortRefused(PortRefused.BAD_REQUEST, "the body is " + malformed.getMessage());
        }
    }

    private static UUID uuid(final String[] path) throws PortRefused {
        return PortReader.uuid(path[1]);
    }

    /** All of them, or none when one is wrong. */
    private void add(final Object body) throws PortRefused, IOException {
        final String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        final List<StoredPort> read = new ArrayList<>();
        for (final Object port : body instanceof final List<?> list ? list : List.of(body == null ? Map.of() : body)) {
            read.add(PortReader.read(port, AUTHOR, now));
        }
        for (final StoredPort port : read) {
            ports.add(port);
        }
    }
}
