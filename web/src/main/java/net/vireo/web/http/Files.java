// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The page, out of this module. A name is a path of plain words; nothing else is looked for.
 * Any thread.
 */
public final class Files {
    private static final Pattern PLAIN = Pattern.compile("(?:[A-Za-z0-9_-]+/)*[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)+");
    private static final int MOST_CHARACTERS = 200;
    private static final int TAG_BYTES = 8;
    private static final int NOT_MODIFIED = 304;
    private static final String INDEX = "index.html";

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "mjs", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "json", "application/json",
            "woff2", "font/woff2",
            "txt", "text/plain; charset=utf-8");

    private static final class Content {
        private final byte[] bytes;
        private final String type;
        private final String tag;

        Content(final byte[] bytes, final String type) {
            this.bytes = bytes;
            this.type = type;
            tag = "\"" + HexFormat.of().formatHex(Hash.sha256(bytes), 0, TAG_BYTES) + "\"";
        }
    }

    /** Only names that exist come in here, so it is bounded by the module. */
    private final Map<String, Content> contents = new ConcurrentHashMap<>();

    /** Nothing is read before it is asked for. */
    public Files() {}

    /** Answers with a file, or says that there is none. */
    public void serve(final ServerRequest request, final ServerResponse response) {
        final String path = request.path().rawPath();
        final String name = path.equals("/") ? INDEX : path.substring(1);
        final Content content = content(name)
                .orElseThrow(() -> new ApiError(
                        ApiError.NOT_FOUND,
                        "there is nothing at '" + Parameters.shortened(path) + "'",
                        "the page is at / and the data under /api/v1"));
        response.header(HeaderNames.ETAG, content.tag);
        response.header(HeaderNames.CACHE_CONTROL, "no-cache");
        if (request.headers().all(HeaderNames.IF_NONE_MATCH, List::of).contains(content.tag)) {
            response.status(Status.create(NOT_MODIFIED));
            response.send();
            return;
        }
        response.header(HeaderNames.CONTENT_TYPE, content.type);
        response.send(content.bytes);
    }

    private Optional<Content> content(final String name) {
        final String extension = name.substring(name.lastIndexOf('.') + 1);
        if (name.length() > MOST_CHARACTERS || !PLAIN.matcher(name).matches() || !TYPES.containsKey(extension)) {
            return Optional.empty();
        }
        final Content known = contents.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        return bytes(name).map(bytes -> {
            final Content content = new Content(bytes, TYPES.get(extension));
            contents.put(name, content);
            return content;
        });
    }

    /** The bytes of a file, by its path under the root of the server. */
    static Optional<byte[]> bytes(final String name) {
        try (InputStream in = Files.class.getResourceAsStream("/net/vireo/web/page/" + name)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
