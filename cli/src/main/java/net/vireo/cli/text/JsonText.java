// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.text;

import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;

/**
 * Trees of maps, lists, numbers, strings, booleans and nulls as JSON text. Only the streaming part of Jackson is used:
 * data binding would double a tool's start.
 */
public final class JsonText {
    private JsonText() {}

    /** Two spaces of indent, one member a line, ends with a line feed. */
    public static String pretty(final Object tree) {
        final StringWriter text = new StringWriter();
        final DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
        try (JsonGenerator json = new JsonFactory().createGenerator(new Indented(printer), text)) {
            write(json, tree);
        }
        return text.append('\n').toString();
    }

    /** One line, ends with a line feed: one record of a stream. */
    public static String line(final Object tree) {
        final StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            write(json, tree);
        }
        return text.append('\n').toString();
    }

    private static void write(final JsonGenerator json, final Object value) {
        switch (value) {
            case null -> json.writeNull();
            case Map<?, ?> map -> {
                json.writeStartObject();
                for (final Map.Entry<?, ?> entry : map.entrySet()) {
                    json.writeName(entry.getKey().toString());
                    write(json, entry.getValue());
                }
                json.writeEndObject();
            }
            case List<?> list -> {
                json.writeStartArray();
                for (final Object element : list) {
                    write(json, element);
                }
                json.writeEndArray();
            }
            case Boolean b -> json.writeBoolean(b);
            case Long number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            case Number number -> json.writeNumber(number.intValue());
            default -> json.writeString(value.toString());
        }
    }

    private static final class Indented extends ObjectWriteContext.Base {
        private final DefaultPrettyPrinter printer;

        Indented(final DefaultPrettyPrinter printer) {
            this.printer = printer;
        }

        @Override
        public PrettyPrinter getPrettyPrinter() {
            return printer;
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    }
}
