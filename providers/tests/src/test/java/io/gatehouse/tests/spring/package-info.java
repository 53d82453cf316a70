/** Applications as a user of Spring Boot would write them. */
package io.gatehouse.tests.spring;
