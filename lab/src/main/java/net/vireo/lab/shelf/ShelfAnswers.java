// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.shelf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.lab.scene.Fault;
import net.vireo.lab.scene.Scene;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One request and its answer, both a line of JSON: {@code {"do":"list"}}, {@code {"do":"plant","fault":NAME}}, {@code
 * {"do":"lift","fault":NAME}}, {@code {"do":"scenes"}}. The answer has all faults (or scenes) as they are now, or an {@code
 * error}. Any thread.
 */
final class ShelfAnswers {
    private static final JsonMapper JSON = new JsonMapper();

    private final Shelf shelf;

    ShelfAnswers(final Shelf shelf) {
        this.shelf = shelf;
    }

    /** @return without a line break */
    String to(final String request) {
        try {
            return JSON.writeValueAsString(answer(request));
        } catch (final Shelf.Refused refused) {
            return JSON.writeValueAsString(Map.of("error", refused.getMessage()));
        }
    }

    private Map<String, Object> answer(final String request) {
        final JsonNode tree;
        try {
            tree = JSON.readTree(request);
        } catch (final JacksonException e) {
            throw new Shelf.Refused("a request is one line of JSON, for example {\"do\":\"list\"}");
        }
        final String name = tree.path("fault").asString("");
        switch (tree.path("do").asString("")) {
            case "list" -> {}
            case "scenes" -> {
                return Map.of("scenes", shelf.scenes().stream().map(this::tree).toList());
            }
            case "plant" -> shelf.plant(name);
            case "lift" -> shelf.lift(name);
            default ->
                throw new Shelf.Refused("a request says what to do: list, plant, lift or scenes, and which fault");
        }
        return Map.of("faults", faults());
    }

    private List<Map<String, Object>> faults() {
        return shelf.faults().stream().map(this::tree).toList();
    }

    private Map<String, Object> tree(final Fault fault) {
        final Map<String, Object> tree = tree(fault.scene());
        tree.put("finding", fault.finding());
        tree.put("mend", fault.mend());
        return tree;
    }

    private Map<String, Object> tree(final Scene scene) {
        final Shelf.Status status = shelf.status(scene);
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", scene.name());
        tree.put("title", scene.title());
        tree.put("page", scene.page());
        tree.put("what", scene.what());
        tree.put("state", status.state().word());
        tree.put("node", scene.node().name());
        tree.put("vif", scene.vif());
        tree.put("message", status.message());
        final Map<String, Object> guests = new LinkedHashMap<>();
        status.counts()
                .forEach((name, counts) -> guests.put(
                        name,
                        Map.of(
                                "sent", counts.sent(),
                                "refused", counts.refused(),
                                "received", counts.received())));
        tree.put("guests", guests);
        return tree;
    }
}
