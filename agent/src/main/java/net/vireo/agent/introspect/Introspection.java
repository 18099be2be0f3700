// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.introspect;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.vireo.agent.http.LocalServer;
import net.vireo.agent.http.LocalServer.Answer;
import net.vireo.agent.http.LocalServer.Request;
import net.vireo.cli.text.JsonText;

/** The agent's pages: {@code /} lists the tables, {@code /NAME} is one as a page, {@code /api/NAME} as JSON. */
public final class Introspection implements LocalServer.Handler {
    private static final String API = "/api/";
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;

    private final Tables tables;
    private final Map<String, LocalServer.Handler> questions;

    /**
     * Pages of these tables.
     *
     * @param questions who answers paths that are no tables
     */
    public Introspection(final Tables tables, final Map<String, LocalServer.Handler> questions) {
        this.tables = tables;
        this.questions = Map.copyOf(questions);
    }

    @Override
    public Answer answer(final Request request) {
        if (!request.method().equals("GET")) {
            return Answer.text(NOT_ALLOWED, "only GET is answered here");
        }
        if (questions.containsKey(request.path())) {
            return questions.get(request.path()).answer(request);
        }
        if (request.path().equals("/")) {
            return Answer.html(page("agent", index()));
        }
        final boolean api = request.path().startsWith(API);
        final String name = request.path().substring(api ? API.length() : 1);
        if (!tables.names().contains(name)) {
            return Answer.text(
                    NOT_FOUND, "there is no table '" + name + "'; there are: " + String.join(", ", tables.names()));
        }
        final List<Map<String, Object>> rows = tables.rows(name);
        return api ? Answer.json(JsonText.pretty(rows)) : Answer.html(page(name, table(rows)));
    }

    private String index() {
        return tables.names().stream()
                .map(name ->
                        "<li><a href=\"/" + name + "\">" + name + "</a> (<a href=\"/api/" + name + "\">JSON</a>)</li>")
                .collect(Collectors.joining("\n", "<ul>\n", "\n</ul>"));
    }

    private static String page(final String title, final String body) {
        return "<!doctype html>\n<html lang=\"en\">\n<title>" + escape(title) + " - Vireo agent</title>\n<h1>"
                + escape(title) + "</h1>\n" + body + "\n<p><a href=\"/\">all tables</a></p>\n</html>\n";
    }

    private static String table(final List<Map<String, Object>> rows) {
        if (rows.isEmpty()) {
            return "<p>empty</p>";
        }
        final StringBuilder out = new StringBuilder("<table border=\"1\">\n<tr>");
        rows.getFirst()
                .keySet()
                .forEach(name ->
                        out.append("<th scope=\"col\">").append(escape(name)).append("</th>"));
        for (final Map<String, Object> row : rows) {
            out.append("</tr>\n<tr>");
            row.values()
                    .forEach(value ->
                            out.append("<td>").append(escape(text(value))).append("</td>"));
        }
        return out.append("</tr>\n</table>").toString();
    }

    private static String text(final Object value) {
        return value instanceof final List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(", "))
                : String.valueOf(value);
    }

    private static String escape(final String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
