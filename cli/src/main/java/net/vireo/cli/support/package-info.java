// SPDX-License-Identifier: Apache-2.0
/** {@code vireo support-bundle}: everything that an engineer would ask for, in one archive. */
package net.vireo.cli.support;
