// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Frames of other people's programs, kept in {@code frames/NAME.txt}: each file says where they come from. */
public final class RecordedFrames {
    private final Map<String, Bytes> frames = new LinkedHashMap<>();
    private final String file;

    private RecordedFrames(final String file, final String text) {
        this.file = file;
        text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> {
            final int colon = line.indexOf(':');
            final byte[] bytes =
                    HexFormat.of().parseHex(line.substring(colon + 1).strip());
            frames.put(line.substring(0, colon), Bytes.of(bytes));
        });
    }

    public static RecordedFrames of(final String name) {
        final String file = "/frames/" + name + ".txt";
        try (InputStream in = RecordedFrames.class.getResourceAsStream(file)) {
            return new RecordedFrames(file, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public Bytes get(final String name) {
        final Bytes frame = frames.get(name);
        if (frame == null) {
            throw new AssertionError("no frame \"" + name + "\" in " + file);
        }
        return frame;
    }

    public Collection<Bytes> all() {
        return frames.values();
    }
}
