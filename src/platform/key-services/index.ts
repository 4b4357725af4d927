export { createAwsKms, type AwsKmsModule } from "./aws-kms.ts";
