// SPDX-License-Identifier: Apache-2.0

import static java.lang.constant.ConstantDescs.CD_Object;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Gives the classes of a jar that were compiled for Java 5 the class file version of Java 8, and the stack maps that go
 * with it. Nothing else about them changes.
 *
 * <p>Why: picocli is compiled for Java 5, and the JVM's start-up cache leaves such old classes out: they are verified by
 * inference at each start. A tool then takes twice as long to start. Run by scripts/build: {@code java
 * scripts/ModernClasses.java lib/picocli.jar}.
 */
final class ModernClasses {
    private static final int FIRST_WITH_STACK_MAPS = ClassFile.JAVA_8_VERSION;

    private ModernClasses() {}

    public static void main(final String[] arguments) throws IOException {
        final Path jar = Path.of(arguments[0]);
        final Path modern = jar.resolveSibling(jar.getFileName() + ".modern");
        int rewritten = 0;
        try (JarFile in = new JarFile(jar.toFile());
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(modern))) {
            final ClassFile classFile = ClassFile.of(
                    ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                    ClassFile.ClassHierarchyResolverOption.of(hierarchy(in)));
            final Enumeration<JarEntry> entries = in.entries();
            while (entries.hasMoreElements()) {
                final JarEntry entry = entries.nextElement();
                byte[] bytes = in.getInputStream(entry).readAllBytes();
                if (entry.getName().endsWith(".class") && version(bytes) < FIRST_WITH_STACK_MAPS) {
                    bytes = modernise(classFile, bytes);
                    rewritten++;
                }
                final JarEntry copy = new JarEntry(entry.getName());
                copy.setTime(entry.getTime());
                out.putNextEntry(copy);
                out.write(bytes);
                out.closeEntry();
            }
        }
        Files.move(modern, jar, StandardCopyOption.REPLACE_EXISTING);
        System.out.println(jar.getFileName() + ": " + rewritten + " classes brought to Java 8");
    }

    private static int version(final byte[] bytes) {
        return (bytes[6] & 0xff) << 8 | bytes[7] & 0xff;
    }

    private static byte[] modernise(final ClassFile classFile, final byte[] bytes) {
        final ClassTransform version = (builder, element) -> builder.with(
                element instanceof ClassFileVersion ? ClassFileVersion.of(FIRST_WITH_STACK_MAPS, 0) : element);
        // Bodies are taken apart and put together again: that is when the stack maps are made.
        return classFile.transformClass(
                classFile.parse(bytes), ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL).andThen(version));
    }

    /** Classes of the jar by their files, all others as the running JDK knows them. */
    private static ClassHierarchyResolver hierarchy(final JarFile jar) {
        return ClassHierarchyResolver.ofResourceParsing(type -> {
                    final String name = type.descriptorString();
                    final JarEntry entry = type.equals(CD_Object)
                            ? null
                            : jar.getJarEntry(name.substring(1, name.length() - 1) + ".class");
                    return entry == null ? null : open(jar, entry);
                })
                .orElse(ClassHierarchyResolver.defaultResolver());
    }

    private static InputStream open(final JarFile jar, final JarEntry entry) {
        try {
            return jar.getInputStream(entry);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
