// SPDX-License-Identifier: Apache-2.0
/** What the tests of several rooms share; compiled with the tests of each. */
package net.vireo.testkit;
