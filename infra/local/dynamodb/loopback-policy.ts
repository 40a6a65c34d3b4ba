/**
 * DynamoDB Local listens on all interfaces and has no option for another. This Java security policy lets it do
 * anything but accept a connection that does not come from this machine. Java 24 removed security managers: there
 * it stays reachable from the network (`DYNAMODB_UPSTREAM` takes one that runs behind something else).
 */
export const loopbackPolicy = `grant {
  permission java.io.FilePermission "<<ALL FILES>>", "read,write,delete,execute,readlink";
  permission java.io.SerializablePermission "*";
  permission java.lang.RuntimePermission "*";
  permission java.lang.reflect.ReflectPermission "*";
  permission java.net.NetPermission "*";
  permission java.net.SocketPermission "localhost:*", "listen,resolve,accept,connect";
  permission java.security.SecurityPermission "*";
  permission java.sql.SQLPermission "*";
  permission java.util.PropertyPermission "*", "read,write";
  permission java.util.logging.LoggingPermission "control";
  permission javax.management.MBeanPermission "*", "*";
  permission javax.management.MBeanServerPermission "*";
  permission javax.management.MBeanTrustPermission "*";
};
`;

/** Whether this major version of Java still knows security managers. */
export const hasSecurityManager = (javaVersion: number): boolean => javaVersion < 24;
