// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.browser;

import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import net.vireo.cli.text.JsonText;
import net.vireo.web.http.Answers;
import net.vireo.web.http.ApiError;

/** The console's API with answers that a test chooses, in the forms of the real one. Any thread. */
final class ChosenApi implements HttpService, AutoCloseable {
    private static final long PERIOD_MS = 200;
    private static final int FRAMES = 60;
    private static final int NOT_READY = 503;

    private final AtomicLong sequence = new AtomicLong();
    private final List<String> posted = new CopyOnWriteArrayList<>();
    private volatile Shown shown = SampleNode.udpToMultiQueue();
    private volatile Shown past = SampleNode.udpToMultiQueue();

    /** The fault that is planted; null: there is no shelf. */
    private volatile String planted;

    private volatile boolean silent;
    private volatile boolean closed;

    /** From now on. */
    void show(final Shown node) {
        shown = node;
    }

    /** What was, as far as the history reaches. */
    void showInThePast(final Shown node) {
        past = node;
    }

    /** From now on there is a shelf, and nothing planted. */
    void shelf() {
        planted = "";
    }

    /** Whether snapshots cease, as when a data plane hangs. */
    void silence(final boolean wished) {
        silent = wished;
    }

    /** Paths of what was posted, under {@code /api/v1}. */
    List<String> posted() {
        return posted;
    }

    @Override
    public void routing(final HttpRules rules) {
        rules.get("/nodes", this::nodes)
                .get("/nodes/{name}/snapshot", this::snapshot)
                .get("/nodes/{name}/events", this::events)
                .get("/nodes/{name}/history", this::history)
                .get("/nodes/{name}/history/{sequence}", this::moment)
                .get("/nodes/{name}/doctor", (request, response) -> Answers.json(response, shown.findings()))
                .get("/nodes/{name}/drops", (request, response) -> Answers.json(response, SampleAnswers.drops()))
                .get("/nodes/{name}/vifs/{id}/ring/{queue}", this::ring)
                .get("/trace", this::trace)
                .post("/trace", this::trace)
                .get("/faults", (request, response) -> Answers.json(response, SampleAnswers.faults(planted)))
                .post("/faults/{fault}/{wish}", this::plant)
                .post("/nodes/{name}/fix/{finding}", this::fix)
                .post("/nodes/{name}/knobs/{knob}", this::turn);
    }

    private void nodes(final ServerRequest request, final ServerResponse response) {
        Answers.json(
                response,
                Map.of(
                        "nodes",
                        List.of(
                                Map.of("name", "compute1", "alive", true, "trouble", ""),
                                Map.of("name", "compute2", "alive", true, "trouble", ""))));
    }

    private static String node(final ServerRequest request) {
        final String name = request.path().pathParameters().get("name");
        if (!name.startsWith("compute")) {
            throw new ApiError(
                    ApiError.NOT_FOUND, "there is no node '" + name + "' here", "there are: compute1, compute2");
        }
        return name;
    }

    private void snapshot(final ServerRequest request, final ServerResponse response) {
        if (silent) {
            Answers.error(response, NOT_READY, "the node cannot be looked at: it hangs; see 'vireo status'");
            return;
        }
        Answers.json(response, shown.snapshot(node(request), sequence.incrementAndGet(), System.currentTimeMillis()));
    }

    private void events(final ServerRequest request, final ServerResponse response) {
        final String name = node(request);
        response.header(HeaderNames.CONTENT_TYPE, "text/event-stream");
        try (OutputStream out = response.outputStream()) {
            while (!closed) {
                if (!silent) {
                    final long next = sequence.incrementAndGet();
                    final String json = JsonText.line(shown.snapshot(name, next, System.currentTimeMillis()));
                    out.write(("event: snapshot\nid: " + next + "\ndata: " + json.strip() + "\n\n")
                            .getBytes(StandardCharsets.UTF_8));
                    out.flush();
                }
                Thread.sleep(PERIOD_MS);
            }
        } catch (final IOException gone) {
            // The browser left.
        } catch (final InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }

    /** Five minutes, a frame every five seconds; a frame's sequence is its time in seconds. */
    private void history(final ServerRequest request, final ServerResponse response) {
        final String name = node(request);
        final long nowSeconds = System.currentTimeMillis() / 1000;
        final List<Object> frames = new java.util.ArrayList<>();
        for (int i = FRAMES - 1; i >= 0; i--) {
            final long seconds = nowSeconds - i * 5L;
            frames.add(past.snapshot(name, seconds, seconds * 1000));
        }
        Answers.json(response, Map.of("frames", frames));
    }

    private void moment(final ServerRequest request, final ServerResponse response) {
        final long seconds = Long.parseLong(request.path().pathParameters().get("sequence"));
        Answers.json(response, past.snapshot(node(request), seconds, seconds * 1000));
    }

    private void ring(final ServerRequest request, final ServerResponse response) {
        Answers.json(response, SampleAnswers.ring(sequence.get() * 40));
    }

    private void trace(final ServerRequest request, final ServerResponse response) {
        final boolean sent = request.prologue().method().equals(Method.POST);
        Answers.json(
                response,
                SampleTrace.answer(request.query().get("from"), request.query().get("to"), sent));
    }

    private void plant(final ServerRequest request, final ServerResponse response) {
        posted.add(request.path().path());
        planted = request.path().pathParameters().get("wish").equals("plant")
                ? request.path().pathParameters().get("fault")
                : "";
        Answers.json(response, SampleAnswers.faults(planted));
    }

    private void turn(final ServerRequest request, final ServerResponse response) {
        posted.add(request.path().path() + " " + request.content().as(String.class));
        Answers.json(response, Map.of("ok", true, "output", "turned"));
    }

    private void fix(final ServerRequest request, final ServerResponse response) {
        posted.add(request.path().path());
        shown = SampleNode.udpToMultiQueue();
        Answers.json(response, SampleAnswers.fixed());
    }

    @Override
    public void close() {
        closed = true;
    }
}
