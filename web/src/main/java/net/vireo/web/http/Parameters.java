// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.http;

import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import java.util.Optional;
import net.vireo.cli.text.Numbers;

/** A request's parameters, each looked at before it is used. */
public final class Parameters {
    private final ServerRequest request;

    /**
     * Refuses what is not known.
     *
     * @throws ApiError when the query has others than these, or one twice
     */
    public Parameters(final ServerRequest request, final String... known) {
        this.request = request;
        final List<String> names = List.of(known);
        for (final String name : request.query().names()) {
            if (!names.contains(name)) {
                throw bad(
                        "there is no parameter '" + shortened(name) + "' here",
                        names.isEmpty() ? "it takes none" : "there are: " + String.join(", ", names));
            }
            if (request.query().all(name).size() > 1) {
                throw bad("'" + name + "' is given twice", "give it once");
            }
        }
    }

    /** A whole number of the query. */
    public int number(final String name, final int least, final int most, final int otherwise) {
        return text(name).map(value -> checked(name, value, least, most)).orElse(otherwise);
    }

    /** A word of the query. */
    public Optional<String> text(final String name) {
        return request.query().contains(name) ? Optional.of(request.query().get(name)) : Optional.empty();
    }

    /** A whole number of the path. */
    public int pathNumber(final String name, final int least, final int most) {
        return checked(name, request.path().pathParameters().get(name), least, most);
    }

    /** A word of the path. */
    public String path(final String name) {
        return request.path().pathParameters().get(name);
    }

    private static int checked(final String name, final String value, final int least, final int most) {
        final int number = Numbers.decimal(value, most);
        if (number < least) {
            throw bad("'" + name + "' is '" + shortened(value) + "'", "expected " + least + " to " + most);
        }
        return number;
    }

    /** So that nobody gets back more than a line of what they sent. */
    public static String shortened(final String text) {
        final int most = 40;
        return text.length() <= most ? text : text.substring(0, most) + "..";
    }

    private static ApiError bad(final String cause, final String mend) {
        return new ApiError(ApiError.BAD_REQUEST, cause, mend);
    }
}
